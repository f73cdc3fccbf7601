"""What the rows of ALB and NLB have alike: where a load balancer stands, what it takes along, and what is attached to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from ..rules import Quota, Rule, parts, refer
from .ecs import SECURITY_GROUP
from .shapes import PROVIDER
from .vpc import SWITCH

if TYPE_CHECKING:
    from ..call import Call

LEAST_ZONES: Final = 2


@dataclass(frozen=True)
class Kind:
    """A kind of load balancer.

    Args:
        name: what its types are called after.
        most_certificates: how many a listener shows beside its usual one; None for as many as one likes.
    """

    name: Literal["alb", "nlb"]
    most_certificates: int | None = None

    def type(self, resource: str) -> str:
        """The token of a type."""
        return f"alicloud:{self.name}/{resource[0].lower()}{resource[1:]}:{resource}"

    @property
    def balancer(self) -> str:
        return self.type("LoadBalancer")

    @property
    def group(self) -> str:
        return self.type("ServerGroup")

    @property
    def listener(self) -> str:
        return self.type("Listener")

    @property
    def certificate(self) -> str:
        return self.type("ListenerAdditionalCertificateAttachment")

    @property
    def joined(self) -> str:
        return self.type("LoadBalancerSecurityGroupAttachment")

    @property
    def shifted(self) -> str:
        return self.type("LoadBalancerZoneShiftedAttachment")

    def attachments(self) -> tuple[Rule, ...]:
        """The rows of what is attached: further certificates, a security group, zones that are shifted away."""
        exceeded = "QuotaExceeded.ListenerCertificatesNum: the number of certificates exceeds"
        most = self.most_certificates
        source, balancer = f"{PROVIDER}resource_alicloud_{self.name}_", refer(self.balancer, holds=False)
        return (
            Rule(
                type=self.certificate,
                source=f"{source}listener_additional_certificate_attachment.go",
                id=lambda call: f"{call['listenerId']}:{call['certificateId']}",
                replaces=frozenset({"certificateId", "listenerId"}),
                defaults={"status": "Associated"} | ({"certificateType": "Server"} if self.name == "alb" else {}),
                references={"listenerId": refer(self.listener, holds=False)},
                quotas=() if most is None else (Quota(most, exceeded, per=("listenerId",)),),
            ),
            Rule(
                type=self.joined,
                source=f"{source}load_balancer_security_group_attachment.go",
                id=lambda call: f"{call['loadBalancerId']}:{call['securityGroupId']}",
                replaces=frozenset({"loadBalancerId", "securityGroupId"}),
                references={"loadBalancerId": balancer, "securityGroupId": refer(SECURITY_GROUP)},
            ),
            Rule(
                type=self.shifted,
                source=f"{source}load_balancer_zone_shifted_attachment.go",
                id=lambda call: f"{call['loadBalancerId']}:{call['vswitchId']}:{call['zoneId']}",
                replaces=frozenset({"loadBalancerId", "vswitchId", "zoneId"}),
                defaults={"status": "Shifted"},
                references={"loadBalancerId": balancer, "vswitchId": refer(SWITCH)},
            ),
        )

    def along(self, *further: str) -> Callable[[Call], Iterator[tuple[str, str]]]:
        """What a load balancer takes along: what is attached to it, its listeners, and what those hold.

        Args:
            further: what its listeners hold beside certificates.
        """
        of_balancer = parts(self.listener, self.joined, self.shifted)

        def taken(call: Call) -> Iterator[tuple[str, str]]:
            for type_, identity in of_balancer(call):
                for found in call.find(self.listener, id=identity) if type_ == self.listener else ():
                    for part in (*further, self.certificate):
                        yield from ((each.type, each.id) for each in call.users(found, part))
                yield type_, identity

        return taken


def zone_faults(call: Call) -> Iterator[tuple[str, str]]:
    """A load balancer stands in two zones at least, in each of them once."""
    zones = call.get("zoneMappings[*].zoneId", [])
    if len(zones) < LEAST_ZONES:
        yield "zoneMappings", f"InvalidParameter.ZoneMappings: at least {LEAST_ZONES} zones must be specified, got {len(zones)}"
    if len(set(zones)) < len(zones):
        yield "zoneMappings", "InvalidParameter.ZoneMappings: a zone must not be specified twice"


def switch_conflicts(call: Call) -> Iterator[str]:
    """Its vSwitches lie in its VPC, and each in the zone that is said."""
    said = dict(zip(call.get("zoneMappings[*].vswitchId", []), call.get("zoneMappings[*].zoneId", []), strict=True))
    for switch in call.all_referenced("zoneMappings[*].vswitchId"):
        if switch.outputs.get("vpcId") != call["vpcId"]:
            yield f"Mismatch.VSwitchId: the vSwitch '{switch.id}' lies in another VPC"
        if switch.outputs.get("zoneId") != said.get(switch.id):
            yield f"Mismatch.ZoneId: the vSwitch '{switch.id}' lies in the zone {switch.outputs.get('zoneId')}"


def guarded(call: Call) -> Iterator[str]:
    """Refuses to delete a load balancer whose deletion protection is on."""
    if (call.old.get("deletionProtectionConfig") or {}).get("enabled"):
        yield f"OperationDenied.DeletionProtection: deletion protection of '{call.id}' is on"
