"""What the schemas do not say of the inputs of a type, and AWS or its provider surely refuses.

inputs.py      what can be read of inputs of which some are unknown
networks.py    ranges, ports, routes
scaling.py     groups, alarms
balancers.py   listeners, target groups
queues.py      queues and topics
functions.py   functions, and the runtimes that have ended by a table that `make cloudformation` writes
databases.py   databases and tables
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from ...fault import SchemaFault
from . import balancers, databases, functions, networks, queues, scaling
from .inputs import Inputs

_RULES: Final[Mapping[str, Callable[[Inputs], Iterator[SchemaFault]]]] = {
    **balancers.RULES,
    **databases.RULES,
    **functions.RULES,
    **networks.RULES,
    **queues.RULES,
    **scaling.RULES,
}


def faults(token: str, inputs: Mapping[str, Any]) -> Iterator[SchemaFault]:
    """What is wrong with inputs together.

    Args:
        token: the type of their resource.
        inputs: as its program gave them.
    """
    rule = _RULES.get(token)
    if rule is not None:
        yield from rule(Inputs(inputs))
