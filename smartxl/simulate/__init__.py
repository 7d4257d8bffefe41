"""Simulated respondents, for trying a definition out before anybody is asked."""

from smartxl.simulate.mess import make_messy
from smartxl.simulate.respond import respond

__all__ = ["make_messy", "respond"]
