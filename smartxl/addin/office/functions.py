"""What Excel and the script are told of the functions, from their declarations."""

from __future__ import annotations

from smartxl.text import Lang
from smartxl_udfs import DeclaredFunction, FunctionArgument
from smartxl_udfs.modules import declared_functions

__all__ = ["NAMESPACE", "PORTED", "described", "formula_of", "function_id", "function_name", "functions_file"]

NAMESPACE = "SX"
"""What stands before the name of a function in a formula: =SX.RANK(…)."""
_PREFIX = "SX_"
_SCHEMA = "https://developer.microsoft.com/json-schemas/office-js/custom-functions.schema.json"
PORTED = frozenset(
    f"{_PREFIX}{name}"
    for name in (
        *(
            "AHP_ADVICE",
            "AHP_CR",
            "AHP_WEIGHTS",
            "BANDS",
            "CLEAN",
            "COMBINE",
            "COVERAGE",
            "GAP",
            "HELP",
            "NORMALIZE",
        ),
        *("OBSTACLE", "RANK", "ROLLUP", "SCORE", "STAGE", "TORNADO", "WEIGHTED", "WEIGHTS"),
    )
)
"""The functions that the script has; all others are there to say that they are not."""


def function_name(name: str) -> str:
    """The name after the namespace: AHP_CR of SX_AHP_CR."""
    return name.removeprefix(_PREFIX)


def function_id(name: str) -> str:
    """The id of a function, which has letters, digits and points only: AHP.CR."""
    return function_name(name).replace("_", ".")


def formula_of(declared: DeclaredFunction) -> str:
    """How a call is written: =SX.RANK(scores, [ties], [decimals])."""
    arguments = ", ".join(f"[{each.name}]" if each.optional else each.name for each in declared.arguments)
    return f"={NAMESPACE}.{function_name(declared.name)}({arguments})"


def described(lang: Lang) -> list[dict[str, object]]:
    """What the script is told of the functions: names, purposes, arguments, results in one language."""
    return [
        {
            "name": declared.name,
            "purpose": declared.purpose.get(lang),
            "arguments": [
                {"name": each.name, "doc": each.doc.get(lang), "optional": each.optional}
                for each in declared.arguments
            ],
            "result": declared.result.get(lang),
        }
        for declared in declared_functions().values()
    ]


def functions_file(lang: Lang, help_page: str) -> dict[str, object]:
    """What Excel is told of them, the content of functions.json; `help_page`: the address of the page with help.

    Values of cells of any kind come in, errors too (`allowErrorForDataTypeAny`), and a range goes out.
    """
    functions = sorted(declared_functions().values(), key=lambda each: each.name)
    return {
        "$schema": _SCHEMA,
        "allowErrorForDataTypeAny": True,
        "functions": [
            {
                "id": function_id(declared.name),
                "name": function_name(declared.name),
                "description": declared.purpose.get(lang),
                "helpUrl": f"{help_page}#{declared.name}",
                "parameters": [_parameter(each, lang) for each in declared.arguments],
                "result": {"type": "any", "dimensionality": "matrix"},
            }
            for declared in functions
        ],
    }


def _parameter(argument: FunctionArgument, lang: Lang) -> dict[str, object]:
    return {
        "name": argument.name,
        "description": argument.doc.get(lang),
        "type": "any",
        "dimensionality": "matrix" if argument.is_range else "scalar",
        **({"optional": True} if argument.optional else {}),
    }
