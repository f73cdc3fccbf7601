"""Queues and topics."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from ...fault import SchemaFault
from .inputs import Inputs

_END: Final = ".fifo"


def _ordered(inputs: Inputs, flag: str) -> Iterator[SchemaFault]:
    """https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_CreateQueue.html, and SNS' CreateTopic."""
    fifo, name = inputs.flag(flag), inputs.text("name")
    if fifo is None:
        return
    if fifo and name and not name.endswith(_END):
        yield inputs.fault("name", f"{name} does not end in {_END}, as of what keeps order it must", f"write {name}{_END}")
    if not fifo and name.endswith(_END):
        yield inputs.fault(flag, f"is missing, and the name ends in {_END}", "write True")
    if not fifo and inputs.flag("contentBasedDeduplication"):
        yield inputs.fault("contentBasedDeduplication", "is for what keeps order alone", f"leave it out, or write {flag}")


RULES: Final[Mapping[str, Callable[[Inputs], Iterator[SchemaFault]]]] = {
    "aws:sns/topic:Topic": lambda inputs: _ordered(inputs, "fifoTopic"),
    "aws:sqs/queue:Queue": lambda inputs: _ordered(inputs, "fifoQueue"),
}
