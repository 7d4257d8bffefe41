"""The names of the options and settings of the plugin."""

from __future__ import annotations

__all__ = ["ENGINE", "FILES", "LANG", "OWN", "UPDATE"]

ENGINE, UPDATE, FILES, LANG = "smartxl_engine", "smartxl_update", "smartxl_files", "smartxl_lang"
OWN = "smartxl"
"""Our own engine, the default."""
