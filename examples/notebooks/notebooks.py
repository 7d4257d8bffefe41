"""Runs the notebooks beside this file, and keeps what their cells give.

python examples/notebooks/notebooks.py     # runs both and writes their outputs into them
"""

from __future__ import annotations

from pathlib import Path

import nbformat
from nbclient import NotebookClient

__all__ = ["NOTEBOOKS", "code", "executed", "shown"]

_HERE = Path(__file__).parent
NOTEBOOKS = {"zh": _HERE / "own-table.zh.ipynb", "en": _HERE / "own-table.en.ipynb"}
"""Language → its notebook."""
_TIMEOUT = 120


def executed(path: Path) -> nbformat.NotebookNode:
    """A notebook with the outputs that its cells give now."""
    notebook = nbformat.read(path, as_version=4)
    for cell in _code_cells(notebook):
        cell["outputs"], cell["execution_count"] = [], None
    NotebookClient(notebook, timeout=_TIMEOUT, kernel_name="python3").execute()
    for cell in _code_cells(notebook):
        cell["metadata"].pop("execution", None)  # the times of day
    notebook["metadata"] = {
        "kernelspec": notebook["metadata"]["kernelspec"],
        "language_info": {"name": "python"},
    }
    return notebook


def shown(notebook: nbformat.NotebookNode) -> list[str]:
    """What each cell of code shows, as text."""
    return [
        "".join(
            output.get("text", "") or output.get("data", {}).get("text/plain", "")
            for output in cell["outputs"]
        )
        for cell in _code_cells(notebook)
    ]


def code(notebook: nbformat.NotebookNode) -> list[str]:
    """The code of each cell, without remarks."""
    return [
        "\n".join(line.partition("  # ")[0] for line in c["source"].splitlines())
        for c in _code_cells(notebook)
    ]


def _code_cells(notebook: nbformat.NotebookNode) -> list[nbformat.NotebookNode]:
    return [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]


if __name__ == "__main__":
    for path in NOTEBOOKS.values():
        nbformat.write(executed(path), path)
