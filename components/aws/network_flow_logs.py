"""Flow logs: what is recorded of a network's connections, to CloudWatch or to a bucket."""

from __future__ import annotations

from collections.abc import Mapping

import pulumi
import pulumi_aws as aws

from .. import contracts
from .iam import document, service_trust
from .network_args import NetworkArgs
from .network_flow_bucket import make_bucket
from .network_parts import Part, Parts

TRAFFIC: Mapping[contracts.Traffic, str] = {"all": "ALL", "accepted": "ACCEPT", "rejected": "REJECT"}
DESTINATIONS: Mapping[contracts.FlowLogTarget, str] = {
    "logs": "cloud-watch-logs",
    "storage": "s3",
    "stream": "kinesis-data-firehose",
}
ACTIONS = ("CreateLogStream", "PutLogEvents", "DescribeLogGroups", "DescribeLogStreams")


def record_flows(parts: Parts, vpc: aws.ec2.Vpc, vpc_id: pulumi.Output[str], logs: contracts.FlowLogs) -> None:
    """A flow log of the whole VPC.

    Args:
        parts: the network's children.
        vpc: the VPC, which tells whose account it is.
        vpc_id: its id.
        logs: what is recorded, and where.
    """
    args, part = parts.args, parts.part("flow-logs")
    where: pulumi.Input[str]
    if logs.to == "stream":
        # It exists, and AWS delivers by a role of its own: docs.aws.amazon.com/vpc/latest/userguide/flow-logs-firehose.html.
        assert args.flow_log_stream is not None
        where, role, ready = args.flow_log_stream, None, []
    else:
        where, role, ready = (_to_group if logs.to == "logs" else _to_bucket)(parts, part, vpc, logs)
    aws.ec2.FlowLog(
        part.name,
        vpc_id=vpc_id,
        traffic_type=TRAFFIC[logs.traffic],
        max_aggregation_interval=args.flow_log_interval,
        log_destination_type=DESTINATIONS[logs.to],
        log_destination=where,
        destination_options=_stored_as(args) if logs.to == "storage" else None,
        log_format=" ".join(f"${{{name}}}" for name in args.flow_log_fields) or None,
        iam_role_arn=role,
        tags=part.tags,
        # AWS takes no change of one, and may refuse another to the same place (FlowLogAlreadyExists): the old one goes first.
        opts=part.opts(depends_on=ready, delete_before_replace=True),
    )


def _to_group(
    parts: Parts, part: Part, vpc: aws.ec2.Vpc, logs: contracts.FlowLogs
) -> tuple[pulumi.Input[str], pulumi.Output[str], list[pulumi.Resource]]:
    """A log group, and a role that may write to this one alone, for flow logs of the VPC's account alone.

    Source: docs.aws.amazon.com/vpc/latest/userguide/flow-logs-iam-role.html.
    """
    key, given = parts.args.flow_log_key, parts.args.flow_log_group
    arn: pulumi.Output[str]
    if given is not None:
        arn = pulumi.Output.from_input(given)
    else:
        kept = part.opts(keep=logs.keep)
        arn = aws.cloudwatch.LogGroup(part.name, retention_in_days=logs.days, kms_key_id=key, tags=part.tags, opts=kept).arn
    trust = vpc.owner_id.apply(lambda account: service_trust("vpc-flow-logs.amazonaws.com", source=account))
    role = aws.iam.Role(part.name, assume_role_policy=trust, tags=part.tags, opts=part.opts())
    actions = [f"logs:{action}" for action in ACTIONS]
    write = arn.apply(lambda arn: document({"Effect": "Allow", "Action": actions, "Resource": f"{arn}:*"}))
    policy = aws.iam.RolePolicy(part.name, role=role.name, policy=write, opts=part.opts())
    return arn, role.arn, [policy]


def _to_bucket(
    parts: Parts, part: Part, vpc: aws.ec2.Vpc, logs: contracts.FlowLogs
) -> tuple[pulumi.Input[str], None, list[pulumi.Resource]]:
    given = parts.args.flow_log_bucket
    if given is not None:
        return given, None, []
    args = parts.args
    hive = args.flow_log_hive_partitions
    arn, policy = make_bucket(part, logs, owner=vpc.owner_id, region=args.region, key=args.flow_log_key, hive=hive)
    return arn, None, [policy]


def _stored_as(args: NetworkArgs) -> aws.ec2.FlowLogDestinationOptionsArgs | None:
    """How objects are written; nothing where all is as AWS writes them."""
    if not (args.flow_log_parquet or args.flow_log_hive_partitions or args.flow_log_hourly):
        return None
    return aws.ec2.FlowLogDestinationOptionsArgs(
        file_format="parquet" if args.flow_log_parquet else "plain-text",
        hive_compatible_partitions=args.flow_log_hive_partitions,
        per_hour_partition=args.flow_log_hourly,
    )
