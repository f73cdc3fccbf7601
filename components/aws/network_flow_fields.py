"""What a record of a flow log may hold, and how flow logs may be asked for; pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..errors import Faults

if TYPE_CHECKING:
    from .network_args import NetworkArgs

INTERVALS = (60, 600)
_FIELDS = """
    version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status
    vpc-id subnet-id instance-id tcp-flags type pkt-srcaddr pkt-dstaddr
    region az-id sublocation-type sublocation-id
    pkt-src-aws-service pkt-dst-aws-service flow-direction traffic-path
    ecs-cluster-arn ecs-cluster-name ecs-container-instance-arn ecs-container-instance-id ecs-container-id
    ecs-second-container-id ecs-service-name ecs-task-definition-arn ecs-task-arn ecs-task-id
    reject-reason resource-id encryption-status
"""
FIELDS = frozenset(_FIELDS.split())
"""Every field of a record: docs.aws.amazon.com/vpc/latest/userguide/flow-log-records.html."""

_BUCKET = re.compile(r"arn:aws[\w-]*:s3:::[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](/.*)?")
_KEY = re.compile(r"arn:aws[\w-]*:kms:[a-z0-9-]+:\d{12}:key/.+")
_GROUP = re.compile(r"arn:aws[\w-]*:logs:[a-z0-9-]+:\d{12}:log-group:[\w./#-]{1,512}")
_STREAM = re.compile(r"arn:aws[\w-]*:firehose:[a-z0-9-]+:\d{12}:deliverystream/[\w.-]{1,64}")
_OF_STORAGE = ("flow_log_parquet", "flow_log_hive_partitions", "flow_log_hourly")


def check_flow_logs(faults: Faults, args: NetworkArgs) -> None:
    """Note what is wrong with what flow logs are told on AWS alone."""
    expected = " or ".join(map(str, INTERVALS))
    faults.check(args.flow_log_interval in INTERVALS, "flow_log_interval", args.flow_log_interval, expected, "write 600, say")
    to = args.flow_logs.to if args.flow_logs is not None else None
    for field, wanted in {"flow_log_bucket": "storage", "flow_log_group": "logs", "flow_log_stream": "stream"}.items():
        given = getattr(args, field)
        faults.check(
            given is None or to == wanted, field, given, f'flow_logs.to "{wanted}"', f"set flow_logs.to: {wanted}, or remove it"
        )
    for field in _OF_STORAGE:
        given = getattr(args, field)
        faults.check(
            not given or to == "storage", field, given, 'flow_logs.to "storage"', "set flow_logs.to: storage, or remove it"
        )
    fix = "write the ARN of a delivery stream of Firehose"
    faults.check(to != "stream" or args.flow_log_stream is not None, "flow_log_stream", None, "a stream to hand records to", fix)
    _check_arns(faults, args)
    for place, name in enumerate(args.flow_log_fields):
        where = f"flow_log_fields.{place}"
        faults.check(name in FIELDS, where, name, "a field of a record, as AWS spells it", "write srcaddr or vpc-id, say")
        faults.check(name not in args.flow_log_fields[:place], where, name, "each field once", "remove the second one")


def _check_arns(faults: Faults, args: NetworkArgs) -> None:
    shapes = {
        "flow_log_bucket": (_BUCKET, "an S3 bucket", "arn:aws:s3:::flow-logs"),
        "flow_log_group": (_GROUP, "a log group", "arn:aws:logs:ap-southeast-3:111122223333:log-group:flow-logs"),
        "flow_log_stream": (_STREAM, "a delivery stream", "arn:aws:firehose:ap-southeast-3:111122223333:deliverystream/flow-logs"),
        "flow_log_key": (_KEY, "a KMS key", "arn:aws:kms:ap-southeast-3:111122223333:key/…"),
    }
    for field, (shape, what, example) in shapes.items():
        given = getattr(args, field)
        sound = given is None or shape.fullmatch(given) is not None
        faults.check(sound, field, given, f"the ARN of {what}", f"write its ARN, say {example}")
    for field in ("flow_log_bucket", "flow_log_group", "flow_log_stream"):
        alone = args.flow_log_key is None or getattr(args, field) is None
        fix = "remove it; what is there already has an encryption of its own"
        faults.check(alone, "flow_log_key", args.flow_log_key, f"none beside {field}", fix)
