"""smartxl: a spreadsheet-native toolkit for assessing a smart city."""

__all__: list[str] = []
