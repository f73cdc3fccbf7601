"""Which inputs have an object of a cloud restart though it stays, and whether another one takes over meanwhile.

Sources: docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ModifyInstance.Settings.html (the class fails over to a standby; the
engine's version does not, since both are upgraded at once; a new parameter group waits for a reboot by hand; what is not applied
immediately waits for the maintenance window), USER_WorkingWithAutomatedBackups.BackupRetention (an outage from or to 0 days),
AmazonElastiCache/latest/dg/AutoFailover, AWSEC2/latest/UserGuide/ec2-instance-resize, the pages of `aws_instance` (`user_data`) and
`alicloud_instance` at registry.terraform.io ("the instance will reboot"), and www.alibabacloud.com/help/en/rds (editions: all but
the basic ones have another node).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from ...plan import Change

Properties: TypeAlias = Mapping[str, Any]
_IMMEDIATELY: Final = "applyImmediately"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Restart:
    """What has objects of a type restart.

    Args:
        inputs: the inputs whose change does.
        spared: whether another one takes over meanwhile, by what it is to be.
        alone: why none does.
        waits: whether it waits for the maintenance window, unless it is told to happen immediately.
        counts: whether such a change counts, by an input's value before and after.
    """

    inputs: tuple[str, ...]
    spared: Callable[[Properties], bool] = lambda _: False
    alone: str = ""
    waits: bool = False
    counts: Callable[[Any, Any], bool] = lambda _old, _new: True

    def stops(self, change: Change, old: Properties, new: Properties) -> str:
        """What stops, as a sentence without its full stop; empty where nothing does."""
        found = [name for name in self.inputs if name in change.inputs and self.counts(old.get(name), new.get(name))]
        if not found or self.spared(new):
            return ""
        when = (
            f"; in its maintenance window, unless {_IMMEDIATELY} is on" if self.waits and new.get(_IMMEDIATELY) is not True else ""
        )
        return f"it restarts for {', '.join(found)}{f', {self.alone}' if self.alone else ''}{when}"


def _any_of(*names: str) -> Callable[[Properties], bool]:
    return lambda new: any(new.get(name) for name in names)


def _two_nodes(new: Properties) -> bool:
    category = str(new.get("category") or "")
    return bool(new.get("zoneIdSlaveA")) or (bool(category) and category.lower() not in ("basic", "serverless_basic"))


_NODE: Final = _Restart(inputs=("instanceClass",), alone="while another one of its cluster takes over, if there is one", waits=True)
_RESTARTS: Final[dict[str, tuple[_Restart, ...]]] = {
    "aws:rds/instance:Instance": (
        _Restart(inputs=("instanceClass",), spared=_any_of("multiAz"), alone="and no other one takes over (multiAz)", waits=True),
        _Restart(inputs=("engineVersion",), alone="a standby with it", waits=True),
        _Restart(inputs=("backupRetentionPeriod",), waits=True, counts=lambda old, new: bool(old) != bool(new)),
    ),
    "aws:rds/cluster:Cluster": (_Restart(inputs=("engineVersion",), alone="all of its instances with it", waits=True),),
    "aws:rds/clusterInstance:ClusterInstance": (_NODE,),
    "aws:docdb/clusterInstance:ClusterInstance": (_NODE,),
    "aws:neptune/clusterInstance:ClusterInstance": (_NODE,),
    "aws:elasticache/replicationGroup:ReplicationGroup": (
        _Restart(
            inputs=("nodeType", "engineVersion"),
            spared=_any_of("multiAzEnabled", "automaticFailoverEnabled"),
            alone="and no other one takes over (automaticFailoverEnabled)",
            waits=True,
        ),
    ),
    # docs.aws.amazon.com/vpn/latest/s2svpn/modify-vpn-target.html
    "aws:ec2/vpnConnection:VpnConnection": (
        _Restart(inputs=("customerGatewayId", "transitGatewayId", "vpnGatewayId"), alone="and both of its tunnels with it"),
    ),
    "aws:ec2/instance:Instance": (_Restart(inputs=("instanceType", "ebsOptimized", "userData", "userDataBase64")),),
    "alicloud:rds/instance:Instance": (
        _Restart(
            inputs=("instanceType", "engineVersion"),
            spared=_two_nodes,
            alone="and no other one takes over (category, zoneIdSlaveA)",
        ),
    ),
    "alicloud:ecs/instance:Instance": (
        _Restart(inputs=("imageId", "instanceType", "hostName", "keyName", "password", "privateIp", "userData", "vswitchId")),
    ),
}


def restarts(change: Change, old: Properties, new: Properties) -> str:
    """What stops by an update that has an object restart; empty where nothing does.

    Args:
        change: the update.
        old: what the object was told.
        new: what it is to be told.
    """
    return next((told for each in _RESTARTS.get(change.type, ()) if (told := each.stops(change, old, new))), "")
