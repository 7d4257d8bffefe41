"""From scores to what they say."""

from smartxl.diagnosis.gaps import diagnose

__all__ = ["diagnose"]
