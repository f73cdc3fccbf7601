"""Log deliveries of CloudWatch Logs: from a source, such as a distribution, to a destination, such as a bucket.

The sources of CloudFront, which is global, are of us-east-1:
docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logging.html.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from ..rules import AutoName, refer, table
from .cloudfront import DISTRIBUTION
from .shapes import arn, row

if TYPE_CHECKING:
    from ..call import Call

SOURCE: Final = "aws:cloudwatch/logDeliverySource:LogDeliverySource"
DESTINATION: Final = "aws:cloudwatch/logDeliveryDestination:LogDeliveryDestination"
DELIVERY: Final = "aws:cloudwatch/logDelivery:LogDelivery"
_FORMATS: Final = ("json", "plain", "w3c", "raw", "parquet")


def _format_faults(call: Call) -> Iterator[tuple[str, str]]:
    given = call.get("outputFormat")
    if given is not None and given not in _FORMATS:
        yield "outputFormat", f'value must be one of: {", ".join(_FORMATS)}, got: "{given}"'


def _elsewhere(call: Call) -> Iterator[str]:
    if ":cloudfront::" in str(call["resourceArn"]) and call.region != "us-east-1":
        yield "ValidationException: delivery sources of CloudFront are made in us-east-1 alone"


def _kind(call: Call) -> str:
    target = str(call.get("deliveryDestinationConfiguration.destinationResourceArn"))
    return {"s3": "S3", "logs": "CWL", "firehose": "FH"}.get(target.split(":")[2] if ":" in target else "", "S3")


RULES = table(
    row(
        SOURCE,
        "logs/delivery_source.go",
        id=lambda call: call["name"],
        replaces=frozenset({"logType", "name", "resourceArn"}),
        name=AutoName(longest=60),
        computed={
            "arn": lambda call: arn(call, "logs", f"delivery-source:{call['name']}"),
            "service": lambda call: str(call["resourceArn"]).split(":")[2],
        },
        references={"resourceArn": refer(DISTRIBUTION, by="arn", outside=r"arn:[\w-]+:(?!cloudfront:).+", holds=False)},
        refuses=_elsewhere,
        not_found="ResourceNotFoundException: the delivery source {id} does not exist",
        in_use="ConflictException: the delivery source {id} has deliveries",
        exists="ConflictException: the delivery source {id} exists already",
    ),
    row(
        DESTINATION,
        "logs/delivery_destination.go",
        id=lambda call: call["name"],
        replaces=frozenset({"name", "outputFormat"}),
        name=AutoName(longest=60),
        computed={
            "arn": lambda call: arn(call, "logs", f"delivery-destination:{call['name']}"),
            "deliveryDestinationType": _kind,
        },
        check=_format_faults,
        not_found="ResourceNotFoundException: the delivery destination {id} does not exist",
        in_use="ConflictException: the delivery destination {id} has deliveries",
        exists="ConflictException: the delivery destination {id} exists already",
    ),
    row(
        DELIVERY,
        "logs/delivery.go",
        id=lambda call: call.letters(16),
        replaces=frozenset({"deliveryDestinationArn", "deliverySourceName"}),
        computed={"arn": lambda call: arn(call, "logs", f"delivery:{call.id}")},
        references={"deliverySourceName": refer((SOURCE, "name")), "deliveryDestinationArn": refer((DESTINATION, "arn"))},
        not_found="ResourceNotFoundException: the delivery {id} does not exist",
    ),
)
