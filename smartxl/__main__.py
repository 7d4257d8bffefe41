"""`python -m smartxl`: the command line."""

from smartxl.cli.main import main

__all__: list[str] = []

main(prog_name="smartxl")
