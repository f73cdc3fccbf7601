"""Kinds of text that an environment is written in; each says what it expects when it gets something else."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Literal, TypeAlias, get_args

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler, TypeAdapter, ValidationError
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, core_schema
from pydantic_core.core_schema import SerializerFunctionWrapHandler, ValidatorFunctionWrapHandler

NONE = "none"
"""What is written where nothing is wanted; no YAML reads it as anything but this text."""

QUANTITY = r"\d+(?:\.\d+)?(?:m|k|M|G|T|Ki|Mi|Gi|Ti)?"
"""What Kubernetes takes for an amount."""

DNS_FIX = "write labels of letters, digits and hyphens, joined by dots"

REFUSED = "refused"
"""The type of an error whose context holds the texts `given` (optional), `expected` and `fix`."""


def refuse(expected: str, fix: str = "", given: str = "") -> PydanticCustomError:
    """The error of a value that is no such thing."""
    return PydanticCustomError(REFUSED, "expected {expected}", {"expected": expected, "fix": fix, "given": given})


@dataclass(frozen=True)
class Matches:
    """A text that matches a pattern as a whole.

    Args:
        pattern: the regular expression, also for the JSON Schema.
        expected: what a fault says was expected.
        fix: what it says to do about it.
        meant: what makes of the text the one that was probably meant, which is told instead where it matches.
    """

    pattern: str
    expected: str
    fix: str
    meant: Callable[[str], str] | None = None

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_after_validator_function(self._check, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {**handler(schema), "pattern": f"^(?:{self.pattern})$"}

    def _check(self, text: str) -> str:
        if not re.fullmatch(self.pattern, text):
            meant = self.meant(text) if self.meant else text
            raise refuse(self.expected, f"write {meant}" if re.fullmatch(self.pattern, meant) else self.fix)
        return text


@dataclass(frozen=True)
class Amount:
    """A whole number with a unit, kept as a number of the smallest unit.

    Args:
        units: how many of the smallest unit each unit is.
        most: the largest amount.
        expected: what a fault says was expected.
        example: how an amount is written.
    """

    units: tuple[tuple[str, int], ...]
    most: int
    expected: str
    example: str

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(self._read)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {"type": "string", "pattern": f"^[0-9]+({'|'.join(unit for unit, _ in self.units)})$"}

    def _read(self, value: Any) -> int:
        match = re.fullmatch(r"(\d{1,9})(\D+)", value) if isinstance(value, str) else None
        units = dict(self.units)
        if match is None or match[2] not in units or (amount := int(match[1]) * units[match[2]]) > self.most:
            raise refuse(self.expected, self._fix(value))
        return amount

    def _fix(self, value: Any) -> str:
        unit, size = self.units[0]
        bare = isinstance(value, int) and not isinstance(value, bool) and 0 <= value * size <= self.most
        return f"write {value}{unit}" if bare else f"write it like {self.example}"


class _Selection:
    """Which sites: "all", or a list of their names."""

    @staticmethod
    def __get_pydantic_core_schema__(source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(_Selection._read)

    @staticmethod
    def __get_pydantic_json_schema__(schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {"anyOf": [{"const": "all"}, {"type": "array", "items": {"type": "string"}, "minItems": 1}]}

    @staticmethod
    def _read(value: Any) -> tuple[str, ...] | Literal["all"]:
        if value == "all":
            return "all"
        if not isinstance(value, list) or not value or not all(isinstance(each, str) for each in value):
            raise refuse("all, or a list of sites", "write all, or the names in brackets")
        return tuple(value)


class _Date:
    """A day that there is, as text: YAML would make a date of it that no other text is compared with."""

    @staticmethod
    def __get_pydantic_core_schema__(source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(_Date._read)

    @staticmethod
    def __get_pydantic_json_schema__(schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {"type": "string", "format": "date"}

    @staticmethod
    def _read(value: Any) -> str:
        try:
            if not isinstance(value, str) or not re.fullmatch(r"\d{4}-\d\d-\d\d", value):
                raise ValueError
            date.fromisoformat(value)
        except ValueError:
            raise refuse("a date", 'write year, month and day, say "2027-03-31"') from None
        return value


ONE, MANY, WORD = "[one]", "[many]", "[word]"
"""What pydantic puts into the path of an error below a value that may be of several kinds; no part of the file's path."""


def one_or_many(value: Any) -> str:
    """Which of the two a value is meant as."""
    return MANY if isinstance(value, (list, tuple)) else ONE


@dataclass(frozen=True)
class OrNone:
    """A mapping, or the word none where nothing of it is wanted.

    Args:
        fix: what a fault says to do about anything else.
    """

    fix: str

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        (model,) = (each for each in get_args(source) if isinstance(each, type))
        written = core_schema.wrap_serializer_function_ser_schema(self._write, schema=handler(model))
        return core_schema.no_info_wrap_validator_function(self._read, handler(model), serialization=written)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {"anyOf": [{"const": NONE}, handler(schema)]}

    @staticmethod
    def _write(value: Any, model: SerializerFunctionWrapHandler) -> Any:
        return NONE if value == NONE else model(value)

    def _read(self, value: Any, model: ValidatorFunctionWrapHandler) -> Any:
        if value == NONE:
            return NONE
        if not isinstance(value, dict):
            raise refuse("a mapping, or none", f"write {self.fix}")
        return model(value)


def _hyphened(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


Key: TypeAlias = Annotated[
    str,
    Matches(
        r"[a-z](?:-?[a-z0-9]){0,23}",
        "1 to 24 lower-case letters, digits and single hyphens, a letter first",
        "rename it",
        _hyphened,
    ),
]
Domain: TypeAlias = Annotated[
    str,
    Matches(
        r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}",
        "a DNS name in lower case, say shop.example",
        DNS_FIX,
    ),
]
Country: TypeAlias = Annotated[str, Matches(r"[a-z]{2}", "two lower-case letters of ISO 3166, say id", "write its code", str.lower)]
Quantity: TypeAlias = Annotated[str, Matches(QUANTITY, "a Kubernetes quantity", "write it like 250m or 512Mi")]
HttpPath: TypeAlias = Annotated[str, Matches(r"/[^\s]*", "a path that begins with /", "write no spaces", lambda text: f"/{text}")]
Text: TypeAlias = Annotated[str, Matches(r".*\S.*", "a text that is not empty", "write one, or remove it")]
Percent: TypeAlias = Annotated[int, Amount((("%", 1),), 100, "a percentage, 0% to 100%", "40%")]
Seconds: TypeAlias = Annotated[int, Amount((("s", 1), ("m", 60), ("h", 3600)), 86_400, "a time of at most a day", "30s, 5m or 2h")]
Minutes: TypeAlias = Annotated[int, Amount((("m", 1), ("h", 60)), 1_440, "a time of at most a day, in minutes", "5m or 2h")]
Date: TypeAlias = Annotated[str, _Date]
Factor: TypeAlias = Annotated[
    str, Matches(r"[1-9]\d{0,2}(?:\.\d{1,2})?x", "how many times as much, 1x or more", "write it like 2x or 2.5x")
]
Selection: TypeAlias = Annotated[tuple[str, ...] | Literal["all"], _Selection]


def parsed(kind: Any, value: Any) -> Any:
    """What is meant by a value of a kind, for rules that read what may be wrong; None for what is no such value.

    Args:
        kind: the kind, say `Seconds`.
        value: what is written; None where nothing is.
    """
    try:
        return None if value is None else _adapter(kind).validate_python(value)
    except ValidationError:  # the model tells of it
        return None


@functools.cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


def stands(selection: Selection, site: str) -> bool:
    """Whether a choice of sites has one."""
    return selection == "all" or site in selection
