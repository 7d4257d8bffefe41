"""Whether what was built is whole and small: `python contents.py DIST`, the folder of a wheel and perhaps a source archive.

Run by `nox -s wheel` and by CI, from anywhere; git tells which files there are to be.
"""

from __future__ import annotations

import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MOST = 5_000_000
"""Bytes that a wheel may have."""
PACKAGES = {
    "smartxl/": "",
    "generators/smartxl_generators/": "generators/",
    "udfs/smartxl_udfs/": "udfs/",
    "workbook_templates/smartxl_templates/": "workbook_templates/",
}
"""Folder of the checkout → what its files lose of their path in the wheel."""


def tracked() -> set[str]:
    command = ["git", "-c", "safe.directory=*", "-C", str(ROOT), "ls-files", "-z"]
    told = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=True).stdout
    return {name for name in told.split("\0") if name and (ROOT / name).is_file()}


def check_wheel(wheel: Path) -> str:
    """What is said of a wheel that has all files of the packages and no others. Raises AssertionError."""
    with zipfile.ZipFile(wheel) as archive:
        held = {name for name in archive.namelist() if ".dist-info/" not in name}
        told = {name.rpartition("/")[2] for name in archive.namelist() if ".dist-info/" in name}
    wanted = {
        name.removeprefix(lost)
        for name in tracked()
        for folder, lost in PACKAGES.items()
        if name.startswith(folder)
    }
    assert held == wanted, f"missing {sorted(wanted - held)[:9]}, too many {sorted(held - wanted)[:9]}"
    assert {"LICENSE", "NOTICE"} <= told, told
    size = wheel.stat().st_size
    assert size < MOST, f"{wheel.name}: {size} bytes"
    return f"{wheel.name}: {size / 1e6:.1f} MB, {len(held)} files"


def check_source(archive: Path) -> str:
    """What is said of a source archive that has every file of the checkout: its tests run. Raises AssertionError."""
    with tarfile.open(archive) as packed:
        held = {name.partition("/")[2] for name in packed.getnames()}
    missing = tracked() - held
    assert not missing, sorted(missing)[:9]
    return f"{archive.name}: {archive.stat().st_size / 1e6:.1f} MB, {len(held)} files"


if __name__ == "__main__":
    dist = Path(sys.argv[1])
    (found,) = dist.glob("*.whl")
    print(check_wheel(found))
    for source in dist.glob("*.tar.gz"):
        print(check_source(source))
