"""Queues of SQS, and who may send to them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from ..rules import AutoName, as_json, refer, table
from .regions import dns_suffix
from .shapes import KMS_KEY, arn, blanks, document_faults, row

if TYPE_CHECKING:
    from ..call import Call

QUEUE: Final = "aws:sqs/queue:Queue"
POLICY: Final = "aws:sqs/queuePolicy:QueuePolicy"

_RANGES = {
    "delaySeconds": (0, 900),
    "kmsDataKeyReusePeriodSeconds": (60, 86_400),
    "maxMessageSize": (1_024, 1_048_576),
    "messageRetentionSeconds": (60, 1_209_600),
    "receiveWaitTimeSeconds": (0, 20),
    "visibilityTimeoutSeconds": (0, 43_200),
}


def _queue_faults(call: Call) -> Iterator[tuple[str, str]]:
    name, ordered = call.get("name"), call.get("fifoQueue")
    shape = r"[\w-]{1,75}\.fifo" if ordered else r"[\w-]{1,80}"
    if name is not None and not re.fullmatch(shape, name, re.ASCII):
        yield "name", f"invalid queue name: {name}"
    for path, (low, high) in _RANGES.items():
        if (given := call.get(path)) is not None and not low <= given <= high:
            yield path, f"expected {path} to be in the range ({low} - {high}), got {given}"
    if call.get("contentBasedDeduplication") and not ordered:
        yield "contentBasedDeduplication", "content-based deduplication can only be set for FIFO queue"
    if call.given("kmsMasterKeyId") and call.given("sqsManagedSseEnabled"):
        yield "kmsMasterKeyId", "conflicts with sqsManagedSseEnabled"
    yield from document_faults(call, "policy", 20_480)


RULES = table(
    row(
        QUEUE,
        "sqs/queue.go",
        id=lambda call: f"https://sqs.{call.region}.{dns_suffix(call.region)}/{call.account}/{call['name']}",
        replaces=frozenset({"fifoQueue", "name", "namePrefix"}),
        canonical=dict.fromkeys(("policy", "redriveAllowPolicy", "redrivePolicy"), as_json),
        defaults={
            "contentBasedDeduplication": False,
            "delaySeconds": 0,
            "fifoQueue": False,
            "maxMessageSize": 262_144,
            "messageRetentionSeconds": 345_600,
            "receiveWaitTimeSeconds": 0,
            "visibilityTimeoutSeconds": 30,
        },
        computed={
            "arn": lambda call: arn(call, "sqs", call["name"]),
            "kmsDataKeyReusePeriodSeconds": lambda _: 300,
            "sqsManagedSseEnabled": lambda call: not call.given("kmsMasterKeyId"),
            "url": lambda call: call.id,
            **blanks("deduplicationScope", "fifoThroughputLimit", "policy", "redriveAllowPolicy", "redrivePolicy"),
        },
        references={"kmsMasterKeyId": KMS_KEY},
        name=AutoName(longest=80, prefixes=("namePrefix",)),
        check=_queue_faults,
        takes=lambda call: [(POLICY, call.id)],
        not_found="AWS.SimpleQueueService.NonExistentQueue: The specified queue does not exist: {id}",
        exists="QueueAlreadyExists: A queue already exists with the same name and a different value for attributes: {id}",
    ),
    row(
        POLICY,
        "sqs/queue_policy.go",
        tagged=False,
        id=lambda call: call["queueUrl"],
        replaces=frozenset({"queueUrl"}),
        canonical={"policy": as_json},
        references={"queueUrl": refer(QUEUE, holds=False)},
        check=lambda call: document_faults(call, "policy", 20_480),
        not_found="AWS.SimpleQueueService.NonExistentQueue: The specified queue does not exist: {id}",
        exists="InvalidAttributeValue: Queue {id} has a policy already",
    ),
)
