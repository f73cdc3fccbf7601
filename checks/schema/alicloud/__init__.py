"""What Alibaba Cloud takes of inputs that are of the right type, by its provider's source and by its documentation.

held.tsv       what the provider's schemas hold inputs to; written by `python -m tests.alicloud_schemas`
table.py       reads it, type by type, as somebody asks
values.py      whether inputs are what the table says of them
documents.py   policies of RAM
numbers.py     numbers and addresses that must agree, and periods of subscriptions
places.py      zones of a region, and instance types
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from ...finding import Severity
from ..fault import SchemaFault
from . import documents, numbers, places, values
from .table import current, held


def faults(
    token: str, inputs: Mapping[str, Any], region: str, libraries: Sequence[Path], *, listed: bool = False
) -> Iterator[SchemaFault]:
    """What is wrong with the inputs of a resource of Alibaba Cloud, as far as that is sure: one fault for each input.

    Args:
        token: its type.
        inputs: as its program gave them.
        region: its provider's; empty where that is not known.
        libraries: where the program's packages are installed: under an SDK of another release a provider may take more.
        listed: whether its instance types are judged elsewhere, by who may know newer ones.
    """
    told: set[str] = set()
    for fault in _all(token, inputs, region, libraries, listed=listed):
        if fault.path not in told:
            told.add(fault.path)
            yield fault


def _all(token: str, inputs: Mapping[str, Any], region: str, libraries: Sequence[Path], *, listed: bool) -> Iterator[SchemaFault]:
    yield from documents.faults(token, inputs)
    yield from numbers.faults(token, inputs)
    yield from places.zones(token, inputs, region)
    if not listed:
        yield from places.types(token, inputs)
    known = held(token)
    if known is not None:
        severity = Severity.ERROR if current(tuple(libraries)) else Severity.WARNING
        yield from (dataclasses.replace(fault, severity=severity) for fault in values.faults(inputs, known))
