"""Rule `no-effect`: an input changes that a cluster reads when it is made, and never again, or an add-on's setting is left out.

The update succeeds, the state says what the program says, and the cluster stays as it is. The key of Secrets on EKS is an error:
Secrets would stay encrypted with the one before, which the same update may delete.
Sources: resource_alicloud_cs_managed_kubernetes.go in github.com/aliyun/terraform-provider-alicloud/tree/master/alicloud, whose
update sends none of these, and resource_alicloud_cs_kubernetes_addon.go beside it, which merges what it sends into what there is;
`resourceClusterUpdate` in github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/eks/cluster.go, which sends a key
where there was none, and nothing else of encryption.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Final

from engine.properties import unwrap
from engine.values import UNKNOWN, Value

from ..finding import Finding, Severity
from ..plan import Kind
from ..rule import Rule
from ..subject import Subject

NAME: Final = "no-effect"
_ADDON: Final = "alicloud:cs/kubernetesAddon:KubernetesAddon"
_CLUSTER: Final = "alicloud:cs/managedKubernetes:ManagedKubernetes"
_EKS: Final = "aws:eks/cluster:Cluster"
_AT_CREATION: Final[Mapping[str, tuple[str, str]]] = {
    "slbInternetEnabled": (
        "the API server keeps the endpoint that it was made with",
        "bind an elastic IP to its load balancer, or take it away, in ACK's console, or leave endpoint as it was",
    ),
    "podVswitchIds": (
        "pods keep to the vSwitches that they had",
        "add the new ones to eni-config in kube-system, the network plug-in's own configuration",
    ),
    "addons": (
        "no add-on is installed, or configured otherwise",
        "tell add-ons as resources of their own, by addons of the cluster",
    ),
    "newNatGateway": ("no NAT gateway is made or deleted", "let the network make it: nat"),
    "userCa": (
        "the API server trusts the authority that it was made with",
        "leave it as it was; another authority means another cluster",
    ),
    "zoneIds": (
        "it stays in the zones that it was made in",
        "tell vSwitches by vswitchIds, which ACK does take later",
    ),
    "isEnterpriseSecurityGroup": (
        "its security group stays of the kind that it is",
        "leave it, or name another group by securityGroupId",
    ),
}
"""What stays as it is, and what can be done, by input."""


def _silent(subject: Subject) -> Iterator[Finding]:
    for change in subject.plan.changes:
        if change.kind is not Kind.UPDATED:
            continue
        if change.type == _ADDON and (kept := _left_out(change.old, change.new)):
            reason = f"config says no more of {', '.join(kept)}, which ACK leaves as it is: it merges settings, and takes none out"
            fix = "say what it is to be instead, or take the add-on out and put it in again"
            yield Finding(rule=NAME, severity=Severity.WARNING, resource=change.urn, reason=reason, fix=fix)
        if change.type == _EKS and "encryptionConfig" in change.inputs and change.old.get("encryptionConfig"):
            reason = "encryptionConfig would be updated, and EKS keeps the key of Secrets that it was given first, for good"
            fix = "name the key that it had: without that key, what is in the cluster's Secrets is lost"
            yield Finding(rule=NAME, severity=Severity.ERROR, resource=change.urn, reason=reason, fix=fix)
        for name, (stays, fix) in _AT_CREATION.items() if change.type == _CLUSTER else ():
            if name in change.inputs:
                reason = f"{name} would be updated, which ACK reads at creation alone: {stays}"
                yield Finding(rule=NAME, severity=Severity.WARNING, resource=change.urn, reason=reason, fix=fix)


def _left_out(old: Mapping[str, Value], new: Mapping[str, Value]) -> list[str]:
    """The settings of an add-on that it was told and is told no more, by path; none where that is not known yet."""
    before, after = _settings(old), _settings(new)
    return [] if before is None or after is None else sorted(before - after)


def _settings(inputs: Mapping[str, Value]) -> set[str] | None:
    told = unwrap(dict(inputs)).get("config")
    try:
        return set(_paths(json.loads(told) if isinstance(told, str) and told else None)) if told is not UNKNOWN else None
    except ValueError:
        return None


def _paths(value: object, above: str = "") -> Iterator[str]:
    for key, each in value.items() if isinstance(value, dict) else ():
        path = f"{above}.{key}" if above else str(key)
        yield path
        yield from _paths(each, path)


RULE = Rule(
    name=NAME,
    tells="an input of a cluster changes that counts at its creation alone, or an add-on's setting is left out that stays",
    finds=_silent,
    always=True,
)
