"""Renders the pictures of docs/paste.md: the published table, the list to go through, a form, a page of the report.

    python examples/paste_pictures.py docs/images

Needs LibreOffice (soffice), poppler (pdftoppm), typst and a Chinese font.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from drawing import drawn, page_of, printed, saved, trimmed
from smartxl.project import Project

_RESOLUTION = 90
_MARGIN = 12
_UNIT = "市住建局"
_ROW = "B1.6-1"  # stands on the page of the form that is shown
_REPORT_PAGE = 5  # ranks with their bars


def main() -> None:
    """Writes the pictures into the folder named on the command line."""
    target = Path(sys.argv[1])
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        table = folder / "公布的指标体系.xlsx"
        script = Path(__file__).with_name("published_table.py")
        subprocess.run([sys.executable, str(script), str(table)], check=True)
        pasted = Project.paste(folder / "city", table, title="云湖市智慧城市试点评估", city="云湖市")
        project = Project.open(pasted.folder)
        project.build(jobs=1)
        project.fill(jobs=1)
        project.collect(processes=0)
        (report,) = (built.path for built in project.write_reports("pdf") if built.path.suffix == ".pdf")
        if pasted.listing is None:
            raise SystemExit("the table left nothing to go through")
        form = next((pasted.folder / "inbox").glob(f"*{_UNIT}*.xlsx"))
        tables, listing, forms = printed(folder, table, pasted.listing, form)
        _picture(tables, 1, target / "paste-table.png")
        _picture(listing, 1, target / "paste-list.png")
        _picture(forms, page_of(forms, _ROW), target / "paste-form.png")
        _picture(report, _REPORT_PAGE, target / "paste-report.png")


def _picture(pdf: Path, page: int, target: Path) -> None:
    """One page as a picture without its white margins."""
    saved(trimmed(drawn(pdf, page, _RESOLUTION), _MARGIN), target)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main()
