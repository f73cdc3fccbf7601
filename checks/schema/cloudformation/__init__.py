"""The inputs of AWS' resources, held to what CloudFormation's own schemas say of the same properties.

aws.tsv        types of pulumi-aws, what replaces them, and what holds of their inputs; written by `make cloudformation`
table.py       reads it, type by type, as somebody asks
replacing.py   which inputs replace what they are of
values.py      whether values are what the table says of them
formats.py     the shapes of ids, ARNs and address ranges
sizes.py       instance types, and classes of databases, by region; classes.tsv beside it is written likewise
policies/      the policies of IAM
rules/         what the schemas do not say, and AWS or its provider surely refuses
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ..fault import SchemaFault
from . import policies, rules, sizes, values
from .table import Node, described


def faults(token: str, inputs: Mapping[str, Any], region: str) -> Iterator[SchemaFault]:
    """What is wrong with the inputs of a resource of AWS, as far as that is sure.

    Args:
        token: its type.
        inputs: as its program gave them.
        region: where it is, of which instance types must be; empty where that is not known.
    """
    known = described(token)
    yield from values.faults(inputs, known.inputs if known else Node())
    yield from rules.faults(token, inputs)
    yield from policies.faults(token, inputs)
    yield from sizes.faults(token, inputs, region)
