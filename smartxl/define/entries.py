"""What the entries of both YAML files are made of: strict mappings, bilingual text, codes, days."""

from __future__ import annotations

import re
from dataclasses import fields
from datetime import date
from functools import cache, partial
from typing import TYPE_CHECKING, Annotated, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    GetPydanticSchema,
    model_validator,
)
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from smartxl.text import Text, is_hidden_character

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

__all__ = [
    "CODE_HELP",
    "Bilingual",
    "Code",
    "Day",
    "Line",
    "TextEntry",
    "Words",
    "YamlModel",
    "code_fault",
    "from_entry",
    "hidden_characters",
    "one_or_many",
    "read_by",
    "without_hidden",
]

Model = TypeVar("Model", bound="DataclassInstance")

CODE_HELP = Text(
    "1 至 64 个字母、数字、点、下划线或连字符", "1 to 64 letters, digits, dots, underscores or hyphens"
)
_CODE = re.compile(r"[A-Za-z0-9._-]{1,64}")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def code_fault(code: str) -> Text | None:
    """Why a text cannot be a code, None when it can."""
    return None if _CODE.fullmatch(code) else Text(f"“{code}”不能作代码", f"{code!r} is not a code")


def hidden_characters(text: str) -> str:
    """The characters of a text that nobody can see, as U+200B; "" for none. Private use is allowed."""
    return ", ".join(f"U+{ord(c):04X}" for c in sorted(set(text) - set(without_hidden(text))))


def without_hidden(text: str) -> str:
    """A text without its hidden characters; rare Chinese characters in private use stay."""
    if text.isprintable():  # the common case, and much faster
        return text
    return "".join(c for c in text if not is_hidden_character(c) or "\ue000" <= c <= "\uf8ff")


def one_or_many(value: object) -> str:
    """Chooses one member of a union, so that a mistake is reported once and in its own terms."""
    return "many" if isinstance(value, dict | list | tuple) else "one"


def _visible(text: str) -> str:
    if found := hidden_characters(text):
        raise PydanticCustomError("hidden_character", "holds what cannot be seen: {found}", {"found": found})
    return text


def _iso_day(value: object) -> object:
    if isinstance(value, str) and not _DAY.fullmatch(value):
        raise PydanticCustomError("day", "should be a day written as 2026-09-01")
    return value


# The syntax of a code stands in the JSON Schema only; the loader checks it later, so that references to a
# badly written code are not reported as unknown too.
Code = Annotated[str, Field(min_length=1, json_schema_extra={"pattern": f"^{_CODE.pattern}$"})]
Line = Annotated[str, Field(min_length=1), AfterValidator(_visible)]
Words = Annotated[str, AfterValidator(_visible)]
Day = Annotated[date, BeforeValidator(_iso_day)]


class YamlModel(BaseModel):
    """A mapping of a YAML file: unknown keys are refused, a key without a value counts as not written."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True, allow_inf_nan=False)

    @model_validator(mode="before")
    @classmethod
    def _blank_is_absent(cls, data: object) -> object:
        if not isinstance(data, dict):
            return data
        if None not in data.values():
            return data
        known = {info.alias or name for name, info in cls.model_fields.items()}
        return {key: value for key, value in data.items() if value is not None or key not in known}


class TextEntry(YamlModel):
    """The same words in Chinese and in English."""

    zh: Line = Field(description="the words in Chinese")
    en: Words = Field("", description="the words in English; where they are missing, the Chinese stands in")


def from_entry(model: type[Model], entry: YamlModel, **others: object) -> Model:
    """A value of the model out of an entry's fields of the same names and `others`; None leaves the model's default."""
    given = {
        name: value for name in _shared(model, type(entry)) if (value := getattr(entry, name)) is not None
    }
    return model(**given | others)


@cache
def _shared(model: type[DataclassInstance], entry: type[YamlModel]) -> tuple[str, ...]:
    return tuple(field.name for field in fields(model) if field.name in entry.model_fields)


def read_by(entry: type[YamlModel], model: type[DataclassInstance]) -> GetPydanticSchema:
    """Annotates a type of the model: a value of it is read as an entry, in the file and in the JSON Schema."""

    def schema(_: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        inner = handler.generate_schema(entry)
        return core_schema.no_info_after_validator_function(partial(from_entry, model), inner)

    return GetPydanticSchema(schema)


Bilingual = Annotated[Text, read_by(TextEntry, Text)]
"""A text of the model, written as { zh: …, en: … }."""
