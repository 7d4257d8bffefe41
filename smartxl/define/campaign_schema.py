"""The shape of campaign.yaml, and the heads of the table of cities."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from smartxl.define.columns import Column, Columns, Holds
from smartxl.define.entries import CODE_HELP, Bilingual, Code, Line, Words, YamlModel

__all__ = ["CITY_COLUMNS", "CampaignFile"]


class CampaignFile(YamlModel):
    """campaign.yaml: a round of many cities."""

    id: Code = Field(description="short name of the campaign: " + CODE_HELP.en)
    title: Bilingual = Field(description="title of the campaign, on its report")
    common: Line = Field(
        "common",
        description="folder of the project that holds the common indicators; cities are made from it",
    )
    cities: Line = Field("cities.csv", description="the table of cities (.csv or a workbook)")
    groups: tuple[Literal["province", "size"], ...] = Field(
        ("province", "size"), description="beside which others a city is ranked too: province, size or both"
    )
    coverage: float = Field(
        0.0, ge=0, le=1, description="share of rows, 0 to 1, that a city must have answered to be ranked"
    )
    least: int = Field(
        3, ge=1, le=1000, description="how many cities a group needs for its statistics to be told"
    )
    ledger: Words = Field(
        "",
        description="database of all cities (postgresql+psycopg://user@host/database, a schema for each city); "
        "without it a file in each project",
    )


CITY_COLUMNS = Columns(
    (
        Column(
            "code", ("代码", "编码", "城市代码", "行政区划代码"), required=True, filled=True, holds=Holds.CODE
        ),
        Column("name", ("名称", "城市", "城市名称"), required=True, filled=True),
        Column("name_en", ("英文名称", "英文名", "英文")),
        Column("province", ("省份", "省", "所属省份", "地区"), spans=True),
        Column("size", ("规模", "规模组", "城市规模"), spans=True),
        Column("folder", ("文件夹", "目录", "项目")),
    )
)
