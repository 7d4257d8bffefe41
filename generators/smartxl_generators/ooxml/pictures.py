"""Pictures of a template: a logo, a stamp, a signature."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from io import BytesIO
from typing import cast

from openpyxl.drawing.fill import Blip
from openpyxl.drawing.geometry import PresetGeometry2D
from openpyxl.drawing.image import Image
from openpyxl.drawing.picture import PictureFrame
from openpyxl.drawing.spreadsheet_drawing import AbsoluteAnchor, AnchorMarker, OneCellAnchor, TwoCellAnchor
from openpyxl.drawing.xdr import XDRPositiveSize2D
from openpyxl.worksheet.worksheet import Worksheet

from smartxl_generators.ooxml.placement import Placement
from smartxl_generators.ooxml.xml import serialised

__all__ = ["Picture", "images_of", "pictures_of"]

_EMU_PER_PIXEL = 9525


@dataclass(frozen=True, slots=True)
class Picture:
    """The bytes of a picture, their format (png …), and where it stands."""

    content: bytes
    format: str
    anchor: OneCellAnchor | AbsoluteAnchor

    def element(self, number: int) -> str:
        """Its place in a drawing; `number` is that of its relation."""
        anchor = self.anchor
        frame = anchor.pic or (anchor.groupShape and anchor.groupShape.pic)
        if frame is None:
            frame = anchor.pic = _plain_frame(number)
        cast("Blip", frame.blipFill.blip).embed = f"rId{number}"
        return serialised(anchor.to_tree())


def _plain_frame(number: int) -> PictureFrame:
    """The frame of a picture that stood in a group."""
    frame = PictureFrame()
    frame.nvPicPr.cNvPr.descr, frame.nvPicPr.cNvPr.name = "Picture", f"Image {number}"
    frame.nvPicPr.cNvPr.id = number
    frame.blipFill.blip = Blip(cstate="print")
    frame.spPr.prstGeom, frame.spPr.ln = PresetGeometry2D(prst="rect"), None
    return frame


def images_of(template: Worksheet) -> list[Image]:
    """The pictures of a sheet, to which openpyxl has no public way."""
    return list(template._images)  # type: ignore[attr-defined]


def pictures_of(template: Worksheet, placement: Placement) -> list[Picture]:
    """Every picture once, at the first row and column that were made from those it stands on, in its own size."""
    return [
        Picture(cast("BytesIO", source.ref).getvalue(), source.format, _anchor(source, placement))
        for source in images_of(template)
    ]


def _anchor(source: Image, placement: Placement) -> OneCellAnchor | AbsoluteAnchor:
    """The place of a picture; its size does not follow rows that have grown with their text."""
    anchor = source.anchor
    if not isinstance(anchor, OneCellAnchor | TwoCellAnchor):
        return cast("AbsoluteAnchor", deepcopy(anchor))
    start = anchor._from
    marker = AnchorMarker(
        col=placement.column(start.col + 1) - 1,
        colOff=start.colOff,
        row=placement.row(start.row + 1) - 1,
        rowOff=start.rowOff,
    )
    return OneCellAnchor(_from=marker, ext=_size(source), pic=_frame(anchor), clientData=anchor.clientData)


def _frame(anchor: OneCellAnchor | TwoCellAnchor) -> PictureFrame | None:
    """How a picture is cropped and called. Its empty list of shape parameters openpyxl would write so that Excel repairs it."""
    frame = deepcopy(anchor.pic)
    if frame is not None and frame.spPr is not None and frame.spPr.prstGeom is not None:
        frame.spPr.prstGeom.avLst = None
    return frame


def _size(source: Image) -> XDRPositiveSize2D:
    """The size as the template shows it, or the picture's own where the file does not say."""
    anchor = source.anchor
    if isinstance(anchor, OneCellAnchor) and anchor.ext is not None:
        return XDRPositiveSize2D(anchor.ext.cx, anchor.ext.cy)
    frame = anchor.pic.spPr.xfrm if isinstance(anchor, TwoCellAnchor) and anchor.pic is not None else None
    if frame is not None and frame.ext is not None and frame.ext.cx and frame.ext.cy:
        return XDRPositiveSize2D(frame.ext.cx, frame.ext.cy)
    return XDRPositiveSize2D(source.width * _EMU_PER_PIXEL, source.height * _EMU_PER_PIXEL)
