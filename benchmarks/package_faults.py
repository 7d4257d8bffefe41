"""Faults of packages that `smartxl lint` finds, beside the validator of the Open XML SDK, over the files of the tests.

Run, from the checkout: python benchmarks/package_faults.py PATH/TO/ooxml-validator
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

from smartxl.xlsx.faults import package_faults
from tests.xlsx.faults.cases import CASES


def errors_of(validator: str, content: bytes, path: Path) -> bool:
    """Whether the validator says anything of a file."""
    path.write_bytes(content)
    done = subprocess.run([validator, str(path)], capture_output=True, text=True, check=False)
    return bool(json.loads(done.stdout)["errors"])


def main() -> None:
    """Prints, for each kind of fault, how many of the files each finds, and which the validator passes."""
    validator = sys.argv[1]
    cases, ours, theirs, false = Counter[str](), Counter[str](), Counter[str](), Counter[str]()
    passed: dict[str, list[str]] = {}
    with tempfile.TemporaryDirectory() as folder:
        for name, case in CASES.items():
            kind, bad, good = case.kind.value, case.bad.content(), case.good.content()
            cases[kind] += 1
            ours[kind] += bool(package_faults(bad, "bad.xlsx"))
            found = errors_of(validator, bad, Path(folder) / "bad.xlsx")
            theirs[kind] += found
            if not found:
                passed.setdefault(kind, []).append(name)
            false["smartxl"] += bool(package_faults(good, "good.xlsx"))
            false["sdk"] += errors_of(validator, good, Path(folder) / "good.xlsx")
    print("| kind | files | smartxl lint | Open XML SDK | passed by the SDK |\n|---|---|---|---|---|")
    for kind, count in cases.items():
        listed = ", ".join(passed.get(kind, []))
        print(f"| {kind} | {count} | {ours[kind]} | {theirs[kind]} | {listed} |")
    print(f"| **all** | {cases.total()} | {ours.total()} | {theirs.total()} | |")
    print(
        f"| files without a fault in which one is seen | {cases.total()} | {false['smartxl']} | {false['sdk']} | |"
    )


if __name__ == "__main__":
    main()
