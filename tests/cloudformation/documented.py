"""Where the documentation of pulumi-aws says otherwise than CloudFormation's schemas of the same input: then nothing is held to it.

The documentation is of the provider itself, and names what that takes: values that CloudFormation does not have, or others altogether,
where only the name of an input is the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

_VALUES: Final = re.compile(
    r"(?:valid|possible|allowed|accepted|supported|available)\s+(?:\w+\s+)?(?:values?|options?|types?)\b(?P<text>(?:[^.`]|`[^`]*`|\.(?=\S))*)"
    r"|(?:\bone of|\bmust be either|\bcan be|\beither)\b(?P<other>(?:[^.`]|`[^`]*`|\.(?=\S))*)",
    re.IGNORECASE,
)
_NAME: Final = re.compile(r"`\"?([A-Za-z0-9][\w./:-]*)\"?`")
_RANGE: Final = re.compile(r"(?:between|from|range of)\s+`?(-?\d[\d,]*)`?\s+(?:and|to|-)\s+`?(-?\d[\d,]*)`?", re.IGNORECASE)


def undoubted(said: Mapping[str, Any], text: str) -> dict[str, Any]:
    """What of a rule the documentation of its input does not contradict.

    Args:
        said: what a schema says of the input.
        text: its documentation.
    """
    doubted = {*(("enum",) if _others(said.get("enum", ()), text) else ()), *_beyond(said, text)}
    return {key: value for key, value in said.items() if key not in doubted}


def _others(values: list[Any], text: str) -> bool:
    """Whether the documentation lists values of which some are not among these."""
    known = {_spelled(str(value)) for value in values}
    listed = [_NAME.findall(found["text"] or found["other"] or "") for found in _VALUES.finditer(text)]
    return any({_spelled(name) for name in names} - known for names in listed if known and len(names) > 1)


def _beyond(said: Mapping[str, Any], text: str) -> Iterator[str]:
    """The bounds that the documentation goes beyond."""
    for low, high in _RANGE.findall(text):
        least, most = (float(each.replace(",", "")) for each in (low, high))
        if least < said.get("min", least) or most < said.get("min", most):
            yield "min"
        if most > said.get("max", most):
            yield "max"


def _spelled(value: str) -> str:
    return re.sub(r"[^a-z0-9]", "", value.lower())
