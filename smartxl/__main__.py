"""`python -m smartxl`: the command line."""

from smartxl.cli.program import run

__all__: list[str] = []

run()
