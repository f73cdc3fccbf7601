"""Databases and tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from ...fault import SchemaFault
from .inputs import Inputs

_LONGEST_BACKUP: Final = 35


def _instance(inputs: Inputs) -> Iterator[SchemaFault]:
    """https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_WorkingWithAutomatedBackups.BackupRetention.html."""
    days = inputs.number("backupRetentionPeriod")
    if days is not None and days > _LONGEST_BACKUP:
        yield inputs.fault("backupRetentionPeriod", f"{days:g} is more than {_LONGEST_BACKUP}", f"give 0 to {_LONGEST_BACKUP}")
    yield from inputs.ordered("allocatedStorage", "maxAllocatedStorage") if inputs.number("maxAllocatedStorage") else ()


def _table(inputs: Inputs) -> Iterator[SchemaFault]:
    """https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_CreateTable.html."""
    attributes = list(inputs.each("attributes"))
    known = {each.text("name") for each in attributes}
    if not known or "" in known:
        return
    indexes = (*inputs.each("globalSecondaryIndexes"), *inputs.each("localSecondaryIndexes"))
    for place in (inputs, *indexes):
        for key in ("hashKey", "rangeKey"):
            name = place.text(key)
            if name and name not in known:
                yield place.fault(key, f"{name} is no attribute of the table", f'give attributes {{"name": "{name}", "type": "S"}}')


RULES: Final[Mapping[str, Callable[[Inputs], Iterator[SchemaFault]]]] = {
    "aws:dynamodb/table:Table": _table,
    "aws:rds/instance:Instance": _instance,
}
