"""Rule `no-effect`: an input changes that ACK reads when it makes a cluster, and never again.

The update succeeds, the state says what the program says, and the cluster stays as it is.
Source: github.com/aliyun/terraform-provider-alicloud/blob/master/alicloud/resource_alicloud_cs_managed_kubernetes.go, whose update
sends none of these.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from ..finding import Finding, Severity
from ..plan import Kind
from ..rule import Rule
from ..subject import Subject

NAME: Final = "no-effect"
_CLUSTER: Final = "alicloud:cs/managedKubernetes:ManagedKubernetes"
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
    "isEnterpriseSecurityGroup": (
        "its security group stays of the kind that it is",
        "leave it, or name another group by securityGroupId",
    ),
}
"""What stays as it is, and what can be done, by input."""


def _silent(subject: Subject) -> Iterator[Finding]:
    for change in subject.plan.changes:
        if change.kind is not Kind.UPDATED or change.type != _CLUSTER:
            continue
        for name, (stays, fix) in _AT_CREATION.items():
            if name in change.inputs:
                reason = f"{name} would be updated, which ACK reads at creation alone: {stays}"
                yield Finding(rule=NAME, severity=Severity.WARNING, resource=change.urn, reason=reason, fix=fix)


RULE = Rule(name=NAME, tells="an input of an ACK cluster changes that counts at its creation alone", finds=_silent)
