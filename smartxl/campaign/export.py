"""Tables of a campaign for other programs: DuckDB, R, Power BI. What each column means is told in docs/campaign.md."""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from smartxl.campaign.content import STATISTICS
from smartxl.errors import ProjectError, UnknownName
from smartxl.model.framework import ROOT
from smartxl.project.outputs import Built, Outputs
from smartxl.text import Lang, Text

if TYPE_CHECKING:
    import pandas as pd

    from smartxl.campaign.comparison import CityComparison

__all__ = ["FORMATS", "campaign_tables", "export_tables"]

FORMATS = ("parquet", "csv")


def campaign_tables(comparison: CityComparison, lang: Lang) -> Mapping[str, pd.DataFrame]:
    """Name → table: `cities`, `nodes` (city × common node), `units`, `unit_nodes` (unit × node), `statistics`, `framework`.

    Scores are floats, missing where there is none; texts are in one language. Keys are codes.
    """
    return {
        "cities": _cities(comparison, lang),
        "nodes": _nodes(comparison),
        "units": _units(comparison),
        "unit_nodes": _unit_nodes(comparison),
        "statistics": _statistics(comparison),
        "framework": _framework(comparison, lang),
    }


def _cities(comparison: CityComparison, lang: Lang) -> pd.DataFrame:
    cities = comparison.frame(lang).reset_index()
    cities = cities[[name for name in cities.columns if name not in comparison.nodes]]
    cities.insert(0, "round", comparison.common.round.name)
    own = [comparison.details.get(city.code) for city in comparison.cities]
    cities["total"] = [each.total if each else None for each in own]
    cities["stage"] = [each.stage if each else "" for each in own]
    return cities.astype({"total": "float64"})


def _nodes(comparison: CityComparison) -> pd.DataFrame:
    import pandas as pd

    rows = [
        (city.code, node, value)
        for node, column in {ROOT: comparison.scores, **comparison.nodes}.items()
        for city, value in zip(comparison.cities, column.tolist(), strict=True)
    ]
    return pd.DataFrame(rows, columns=["city", "node", "score"])


def _units(comparison: CityComparison) -> pd.DataFrame:
    import pandas as pd

    rows = [
        (city, unit.code, unit.name, unit.unit_class, unit.total, unit.coverage, unit.stage)
        for city, found in comparison.details.items()
        for unit in found.unit_totals
    ]
    frame = pd.DataFrame(rows, columns=["city", "unit", "name", "class", "total", "coverage", "stage"])
    return frame.astype({"total": "float64", "coverage": "float64"})


def _unit_nodes(comparison: CityComparison) -> pd.DataFrame:
    import pandas as pd

    rows = [
        (city, unit.code, node, score)
        for city, found in comparison.details.items()
        for unit in found.unit_totals
        for node, score in unit.nodes.items()
    ]
    return pd.DataFrame(rows, columns=["city", "unit", "node", "score"]).astype({"score": "float64"})


def _statistics(comparison: CityComparison) -> pd.DataFrame:
    import pandas as pd

    return pd.DataFrame(comparison.statistics).astype({name: "float64" for name, _ in STATISTICS})


def _framework(comparison: CityComparison, lang: Lang) -> pd.DataFrame:
    import pandas as pd

    rows = [
        (node.code, node.name.get(lang), node.parent, node.level, node.is_leaf)
        for node in comparison.common.framework.nodes
    ]
    return pd.DataFrame(rows, columns=["node", "name", "parent", "level", "is_leaf"])


def export_tables(
    comparison: CityComparison, root: Path, kind: str, lang: Lang, *, force: bool
) -> tuple[Built, ...]:
    """Writes the tables into `export/` of a campaign. Raises UnknownName for a kind that there is not, ProjectError."""
    if kind not in FORMATS:
        what = Text(f"没有“{kind}”格式", f"there is no format {kind!r}")
        raise UnknownName(
            "--format", what, Text(f"可用：{', '.join(FORMATS)}", f"one of: {', '.join(FORMATS)}")
        )
    with Outputs(root, force) as outputs:
        return tuple(
            Built(path, outputs.write(path, _bytes(table, kind)))
            for name, table in campaign_tables(comparison, lang).items()
            for path in (root / "export" / f"{name}.{kind}",)
        )


def _bytes(table: pd.DataFrame, kind: str) -> bytes:
    if kind == "csv":
        return table.to_csv(index=False).encode("utf-8-sig")
    stream = io.BytesIO()
    try:
        table.to_parquet(stream, engine="pyarrow", index=False)
    except ImportError as error:
        what = Text("没有安装 pyarrow", "pyarrow is not installed")
        remedy = Text(
            "pip install 'smartxl[parquet]'，或用 --format csv",
            "pip install 'smartxl[parquet]', or take --format csv",
        )
        raise ProjectError("--format parquet", what, remedy) from error
    return stream.getvalue()
