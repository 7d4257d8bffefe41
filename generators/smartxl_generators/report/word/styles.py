"""The styles, settings, fonts and bullets of a document, as parts of the package; an author changes a style, not paragraphs."""

from __future__ import annotations

from collections.abc import Iterable

from smartxl.text import Lang
from smartxl_generators.report.paper.grid import PADDING
from smartxl_generators.report.paper.looks import ALTERNATES, ParagraphLook
from smartxl_generators.report.paper.style import PaperStyle
from smartxl_generators.report.word.xml import W, twips

__all__ = ["TABLE_STYLE", "font_table", "numbering_xml", "settings_xml", "style_id", "styles_xml"]

TABLE_STYLE = "ReportTable"
_BUILT_IN = {"Title", "Subtitle", "TOC Heading", "Body Text", "List Bullet", "Caption", "Header", "Footer"}
_LATIN = {"Times New Roman": "roman", "Arial": "swiss"}
_LINE = "4A5A68"


def style_id(name: str) -> str:
    """The identifier of a style."""
    return name.replace(" ", "")


def styles_xml(style: PaperStyle) -> str:
    """All styles: the defaults, one for each kind of paragraph, and the tables'."""
    shown, across = style.looks, twips(style.page.text_width)
    body = shown["Body Text"]
    tongue = '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/>'
    tongue = tongue if style.lang == "zh" else tongue.replace("en-US", "en-GB")
    return (
        f"<w:styles {W}><w:docDefaults><w:rPrDefault><w:rPr>{_fonts(body)}{_size(body.size)}{tongue}</w:rPr></w:rPrDefault>"
        "<w:pPrDefault/></w:docDefaults>"
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>'
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>'
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
        '<w:uiPriority w:val="99"/><w:semiHidden/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/></w:tblPr></w:style>'
        + "".join(_style(look, across) for look in shown.values())
        + _table_style()
        + "</w:styles>"
    )


def _style(look: ParagraphLook, across: int) -> str:
    built_in = look.name in _BUILT_IN or look.name.startswith(("TOC", "Heading"))
    name = (
        look.name.lower()
        if look.name.startswith(("TOC ", "Heading")) and look.name[-1].isdigit()
        else look.name
    )
    after = '<w:next w:val="BodyText"/>' if look.outline else ""
    custom = "" if built_in else ' w:customStyle="1"'
    return (
        f'<w:style w:type="paragraph"{custom} w:styleId="{style_id(look.name)}"><w:name w:val="{name}"/>'
        f'<w:basedOn w:val="Normal"/>{after}<w:qFormat/><w:pPr>{_paragraph(look, across)}</w:pPr>'
        f"<w:rPr>{_run(look)}</w:rPr></w:style>"
    )


def _paragraph(look: ParagraphLook, across: int) -> str:
    keep = "<w:keepNext/>" * look.keep_next + "<w:keepLines/>" * bool(look.outline)
    bullet = '<w:numPr><w:numId w:val="1"/></w:numPr>' * (look.name == "List Bullet")
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{look.shade}"/>' if look.shade else ""
    tabs = f'<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="{across}"/></w:tabs>' * (
        look.name[:3] == "TOC"
    )
    rule = "exact" if look.line else "auto"
    spacing = (
        f'<w:spacing w:before="{round(look.before * 20)}" w:after="{round(look.after * 20)}"'
        f' w:line="{round(look.line * 20) or 240}" w:lineRule="{rule}"/>'
    )
    outline = f'<w:outlineLvl w:val="{look.outline - 1}"/>' if look.outline else ""
    grid = '<w:snapToGrid w:val="0"/>'
    return f'{keep}{bullet}{_borders(look)}{shade}{tabs}{grid}{spacing}{_indent(look)}<w:jc w:val="{look.align}"/>{outline}'


def _indent(look: ParagraphLook) -> str:
    """Indents in twentieths of a point, and in hundredths of a character, which follow the size when it is changed."""
    first, kind = abs(look.first), "hanging" if look.first < 0 else "firstLine"
    characters = f' w:{kind}Chars="{round(first * 100)}"' if look.eastern and look.first > 0 else ""
    return (
        f'<w:ind w:left="{round(look.left * look.size * 20)}" w:right="{round(look.right * look.size * 20)}"'
        f'{characters} w:{kind}="{round(first * look.size * 20)}"/>'
    )


def _borders(look: ParagraphLook) -> str:
    if look.bar:
        return f'<w:pBdr><w:left w:val="single" w:sz="24" w:space="6" w:color="{_LINE}"/></w:pBdr>'
    sides = ("top", "left", "bottom", "right")
    edge = "".join(f'<w:{side} w:val="single" w:sz="4" w:space="4" w:color="{_LINE}"/>' for side in sides)
    line = f'<w:bottom w:val="single" w:sz="4" w:space="3" w:color="{_LINE}"/>' * (look.name == "Header")
    return f"<w:pBdr>{edge if look.boxed else line}</w:pBdr>" if look.boxed or line else ""


def _run(look: ParagraphLook) -> str:
    bold = "<w:b/><w:bCs/>" * look.bold
    color = f'<w:color w:val="{look.color}"/>' if look.color else ""
    return f"{_fonts(look)}{bold}{color}{_size(look.size)}"


def _fonts(look: ParagraphLook) -> str:
    names = f'w:ascii="{look.latin}" w:hAnsi="{look.latin}" w:eastAsia="{look.eastern}" w:cs="{look.latin}"'
    return f"<w:rFonts {names}/>"


def _size(points: float) -> str:
    return f'<w:sz w:val="{round(points * 2)}"/><w:szCs w:val="{round(points * 2)}"/>'


def _table_style() -> str:
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    edges = "".join(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="7F8B96"/>' for side in sides)
    across = "".join(f'<w:{side} w:w="{twips(PADDING)}" w:type="dxa"/>' for side in ("left", "right"))
    margins = f'<w:top w:w="{twips(0.7)}" w:type="dxa"/>' + across
    margins = margins.replace("<w:right", f'<w:bottom w:w="{twips(0.7)}" w:type="dxa"/><w:right')
    return (
        f'<w:style w:type="table" w:customStyle="1" w:styleId="{TABLE_STYLE}"><w:name w:val="Report Table"/>'
        f'<w:basedOn w:val="TableNormal"/><w:tblPr><w:tblBorders>{edges}</w:tblBorders><w:tblCellMar>{margins}</w:tblCellMar>'
        '</w:tblPr><w:tblStylePr w:type="firstRow"><w:tcPr><w:shd w:val="clear" w:color="auto" w:fill="E3E9EF"/></w:tcPr>'
        "</w:tblStylePr></w:style>"
    )


def settings_xml(lang: Lang) -> str:
    """Fields are counted again when Word opens the document; odd and even pages have their numbers outside."""
    tongue = 'w:val="en-US" w:eastAsia="zh-CN"' if lang == "zh" else 'w:val="en-GB" w:eastAsia="zh-CN"'
    mode = 'w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"'
    return (
        f'<w:settings {W}><w:zoom w:percent="100"/><w:defaultTabStop w:val="420"/><w:evenAndOddHeaders/>'
        '<w:characterSpacingControl w:val="compressPunctuation"/><w:updateFields w:val="true"/>'
        f"<w:compat><w:compatSetting {mode}/></w:compat><w:themeFontLang {tongue}/>"
        '<w:decimalSymbol w:val="."/><w:listSeparator w:val=","/></w:settings>'
    )


def font_table() -> str:
    """The fonts with what Word takes in their place."""
    return f"<w:fonts {W}>{''.join(_font_entries())}</w:fonts>"


def _font_entries() -> Iterable[str]:
    for name, family in _LATIN.items():
        yield f'<w:font w:name="{name}"><w:charset w:val="00"/><w:family w:val="{family}"/><w:pitch w:val="variable"/></w:font>'
    for name, (other, family) in ALTERNATES.items():
        yield (
            f'<w:font w:name="{name}"><w:altName w:val="{other}"/><w:charset w:val="86"/>'
            f'<w:family w:val="{family}"/><w:pitch w:val="variable"/></w:font>'
        )


def numbering_xml(style: PaperStyle) -> str:
    """The bullet of lists."""
    look = style.looks["List Bullet"]
    hanging, left = round(-look.first * look.size * 20), round(look.left * look.size * 20)
    return (
        f'<w:numbering {W}><w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="singleLevel"/>'
        '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:pStyle w:val="ListBullet"/><w:lvlText w:val="•"/>'
        f'<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="{left}" w:hanging="{hanging}"/></w:pPr>'
        '<w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:cs="Times New Roman"/></w:rPr></w:lvl>'
        '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    )
