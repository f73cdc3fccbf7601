"""What the charts of a cluster on EKS have in AWS: a policy for their role, and where they write to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

import pulumi
import pulumi_aws as aws

from ..contracts.chart_access import ChartAccessArgs
from ..inputs import inputs
from ..kubernetes import charts
from .chart_policies import certificates_policy, dns_policy, logs_policy
from .controller_policy import controller_policy

__all__ = ["ChartAccess", "ChartAccessArgs"]


class ChartAccess(pulumi.ComponentResource):
    """What one chart of a cluster has in AWS.

    Args:
        name: the stable name that every child's name begins with.
        args: what it is made from.
        opts: options, which reach every child.
    """

    TYPE: ClassVar[str] = "nusantara:aws:ChartAccess"

    policies: Mapping[str, pulumi.Output[str]]
    """ARNs of policies for `Cluster.bind`, each by a stable key."""
    log_group: pulumi.Output[str]
    """The log group that it writes to; empty where it collects no logs."""

    def __init__(self, name: str, args: ChartAccessArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(self.TYPE, name, inputs(args), opts)
        self._name, self._args = name, args
        self.log_group, document = self._needs()
        policy = aws.iam.Policy(
            f"{name}-policy",
            description=f"{args.chart} in its cluster",
            policy=document,
            tags=dict(args.tags),
            opts=pulumi.ResourceOptions(parent=self),
        )
        self.policies = {"own": policy.arn}
        self.register_outputs({"policies": self.policies, "log_group": self.log_group})

    def _needs(self) -> tuple[pulumi.Output[str], pulumi.Input[str]]:
        args, nowhere = self._args, pulumi.Output.from_input("")
        match args.chart:
            case charts.LOAD_BALANCERS:
                return nowhere, controller_policy()
            case charts.DNS:
                return nowhere, dns_policy(args.domain, args.zones)
            case charts.CERTIFICATES:
                return nowhere, certificates_policy(args.domain, args.zones)
            case charts.LOGS:
                group = self._log_group()
                return group.name, group.arn.apply(logs_policy)
        raise ValueError(f"{args.chart} calls nothing on AWS")

    def _log_group(self) -> aws.cloudwatch.LogGroup:
        """Made before the first line is written, lest it be kept for ever; it stands beside that of the control plane."""
        return aws.cloudwatch.LogGroup(
            f"{self._name}-logs",
            name=pulumi.Output.format("/aws/eks/{0}/workloads", self._args.cluster),
            retention_in_days=self._args.log_retention_days,
            tags=dict(self._args.tags),
            opts=pulumi.ResourceOptions(parent=self),
        )
