"""How fast the Office.js add-in answers: its functions in node over a table of 1,000 × 12.

    python benchmarks/office.py

Needs npm; compiles `udfs/office` first (`npm ci` there when it was never done).
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).parent.parent / "udfs" / "office"


def main() -> None:
    """Prints the median time of each call."""
    npm = shutil.which("npm")
    if npm is None:
        sys.exit("npm is not installed")
    if not (FOLDER / "node_modules").is_dir():
        subprocess.run([npm, "ci", "--silent", "--no-audit", "--no-fund"], cwd=FOLDER, check=True)
    subprocess.run([npm, "run", "--silent", "bench"], cwd=FOLDER, check=True)


if __name__ == "__main__":
    main()
