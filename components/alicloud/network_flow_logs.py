"""What is recorded of a network's connections: flow logs in Simple Log Service, indexed so that they can be searched.

An account has to activate flow logs once (`alicloud.vpc.get_flow_log_service`), which lets the VPC service write to Simple Log
Service. Fields: www.alibabacloud.com/help/en/vpc/user-guide/flow-logs-overview.
"""

from __future__ import annotations

from collections.abc import Mapping

import pulumi
import pulumi_alicloud as alicloud

from .. import contracts
from .network_children import Children

TRAFFIC: Mapping[contracts.Traffic, str] = {"all": "All", "accepted": "Allow", "rejected": "Drop"}

TEXT_FIELDS = ("action", "direction", "dstaddr", "eni-id", "log-status", "srcaddr", "vm-id", "vpc-id", "vswitch-id")
NUMBER_FIELDS = ("bytes", "dstport", "end", "packets", "protocol", "srcport", "start")
_WORDS_END_AT = ", '\";=()[]{}?@&<>/:\n\t\r"


def record_flows(children: Children, vpc: pulumi.Output[str], logs: contracts.FlowLogs) -> None:
    """Make a project with a Logstore, its index, and the flow log that fills it.

    A project's name is unique among all customers of the cloud, so the VPC's own id is part of it.
    Source: registry.terraform.io/providers/aliyun/alicloud/latest/docs/resources/log_project.
    """
    args, name, kept = children.args, children.name("flow-logs"), children.options(retain_on_delete=logs.keep or None)
    project = alicloud.log.Project(
        name,
        project_name=pulumi.Output.concat("flow-logs-", vpc),
        resource_group_id=args.resource_group,
        tags=args.tags,
        opts=kept,
    )
    store = alicloud.log.Store(
        name,
        project_name=project.project_name,
        logstore_name="flow-logs",
        retention_period=logs.days,
        opts=kept,
    )
    texts = [
        alicloud.log.StoreIndexFieldSearchArgs(name=field, type="text", token=_WORDS_END_AT, enable_analytics=True)
        for field in TEXT_FIELDS
    ]
    numbers = [alicloud.log.StoreIndexFieldSearchArgs(name=field, type="long", enable_analytics=True) for field in NUMBER_FIELDS]
    alicloud.log.StoreIndex(
        name,
        project=project.project_name,
        logstore=store.logstore_name,
        full_text=alicloud.log.StoreIndexFullTextArgs(token=_WORDS_END_AT),
        field_searches=[*texts, *numbers],
        opts=kept,
    )
    alicloud.vpc.FlowLog(
        name,
        flow_log_name=name,
        resource_type="VPC",
        resource_id=vpc,
        traffic_type=TRAFFIC[logs.traffic],
        aggregation_interval=str(args.flow_log_interval // 60),
        project_name=project.project_name,
        log_store_name=store.logstore_name,
        resource_group_id=args.resource_group,
        tags=args.tags,
        # Other traffic is another flow log, and it would lie in the same Logstore twice: the old one goes first.
        opts=children.options(delete_before_replace=True),
    )
