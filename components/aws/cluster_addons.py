"""The add-ons of a cluster on EKS: what pods and nodes need to run, installed and kept by EKS."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pulumi
import pulumi_aws as aws

from faults import nearest

from .. import arguments, contracts
from ..contracts.addon import laid_over
from ..errors import Faults
from .addon_kinds import AGENT, KINDS, Kind
from .iam import MANAGED_POLICY, service_trust

_VERSION = re.compile(r"v\d+\.\d+\.\d+-eksbuild\.\d+")


@dataclass(frozen=True, kw_only=True)
class Addon(contracts.Addon):
    """An add-on of a cluster on EKS.

    Args:
        policies: ARNs of policies that its role has besides those that AWS's guides give it, each by a stable key: what buckets a
            driver mounts, which zones external-dns may change.
        accounts: the service accounts that have that role; by default those that AWS's guides name. One that is not listed must be
            told.
    """

    policies: Mapping[str, pulumi.Input[str]] = field(default_factory=dict)
    accounts: tuple[str, ...] = ()


def wanted(given: Mapping[str, contracts.Addon]) -> dict[str, Addon]:
    """The add-ons that a cluster has: the usual ones as they are told, those asked for beside them, none that is turned off."""
    told = {**dict.fromkeys((name for name, kind in KINDS.items() if kind.usual), contracts.Addon()), **given}
    return {
        name: addon if isinstance(addon, Addon) else Addon(version=addon.version, config=addon.config)
        for name, addon in told.items()
        if addon.enabled
    }


def _kind(name: str) -> Kind:
    return KINDS.get(name, Kind())


def check_addons(faults: Faults, given: Mapping[str, contracts.Addon], *, unlisted: Collection[str]) -> None:
    """What EKS refuses of add-ons, and what a cluster would not run without.

    Args:
        faults: what notes it.
        given: what the cluster is told, by name.
        unlisted: names that are newer than what is known, or bought.
    """
    for name, addon in given.items():
        kind = KINDS.get(name, Kind() if name in unlisted else None)
        near = nearest(name, KINDS)
        fix = f"write {near}" if near else f"choose one of {', '.join(KINDS)}; newer and bought ones are listed in unlisted_addons"
        if kind is None:
            faults.check(ok=False, field=f"addons.{name}", given=name, expected="an add-on that EKS offers", fix=fix)
            continue
        fix = "let it be installed"
        faults.check(
            addon.enabled or not kind.needed, f"addons.{name}.enabled", addon.enabled, "true, since no node is ready without", fix
        )
        if addon.version is not None:
            spelled = bool(_VERSION.fullmatch(addon.version))
            expected = "a version as EKS spells it, say v1.13.1-eksbuild.1"
            faults.check(spelled, f"addons.{name}.version", addon.version, expected, "see aws eks describe-addon-versions")
        if isinstance(addon, Addon):
            expected, fix = "none, since nothing of it is known to call AWS", "remove them, or write the accounts that do"
            accounts = addon.accounts or kind.accounts
            faults.check(not addon.policies or bool(accounts), f"addons.{name}.policies", ", ".join(addon.policies), expected, fix)
            arguments.check_each_once(faults, f"addons.{name}.accounts", addon.accounts)
            for account in addon.accounts:
                arguments.check_label(faults, f"addons.{name}.accounts", account)
            role, fix = bool(kind.policies or addon.policies), "write policies, or remove them"
            expected = "none without policies, which their role would have"
            faults.check(role or not addon.accounts, f"addons.{name}.accounts", ", ".join(addon.accounts), expected, fix)
    off = f"addons.{AGENT}.enabled"
    there = wanted(given)
    calling = [name for name, addon in there.items() if _kind(name).policies or addon.policies]
    expected = f"true, since it gives {' and '.join(calling)} a role"
    faults.check(AGENT in there or not calling, off, AGENT in there, expected, "let it be installed")


class Addons:
    """Installs add-ons, each with a role of its own where it calls AWS.

    Roles reach add-ons by Pod Identity: EKS makes the association in one step with the add-on, so none ever runs without.

    Args:
        name: the cluster component's name, which each child's name begins with.
        addons: what is installed, by EKS's own name. A version that is left out is EKS's default for the cluster's version when the
            add-on is made, and stays as it is until one is written.
        cluster: the cluster's name, known once it exists.
        configurations: what the cluster itself must say to an add-on; what is told of it is laid over that.
        tags: tags of every resource.
        parent: the cluster component.
    """

    def __init__(
        self,
        name: str,
        addons: Mapping[str, Addon],
        *,
        cluster: pulumi.Output[str],
        configurations: Mapping[str, pulumi.Output[dict[str, Any]]],
        tags: Mapping[str, str],
        parent: pulumi.Resource,
    ) -> None:
        self._name = name
        self._addons = addons
        self._cluster = cluster
        self._configurations = configurations
        self._tags = dict(tags)
        self._child = pulumi.ResourceOptions(parent=parent)

    def install(self, *, before: bool, after: Sequence[pulumi.Resource] = ()) -> list[pulumi.Resource]:
        """Install those that come before nodes, or those that come after them, side by side and after what is given."""
        return [self._install(name, addon, after) for name, addon in self._addons.items() if _kind(name).before is before]

    def _install(self, name: str, addon: Addon, after: Sequence[pulumi.Resource]) -> aws.eks.Addon:
        role, granted = self._identify(name, addon)
        associations = [
            aws.eks.AddonPodIdentityAssociationArgs(service_account=account, role_arn=role.arn)
            for account in addon.accounts or _kind(name).accounts
            if role
        ]
        return aws.eks.Addon(
            f"{self._name}-addon-{name}",
            cluster_name=self._cluster,
            addon_name=name,
            addon_version=addon.version,
            configuration_values=self._configured(name, addon),
            pod_identity_associations=associations or None,
            resolve_conflicts_on_create="OVERWRITE",
            resolve_conflicts_on_update="OVERWRITE",  # what is written here holds, whatever was changed by hand
            tags=self._tags,
            opts=pulumi.ResourceOptions.merge(self._child, pulumi.ResourceOptions(depends_on=[*after, *granted])),
        )

    def _configured(self, name: str, addon: Addon) -> pulumi.Input[str] | None:
        own = self._configurations.get(name)
        if own is not None:
            return own.apply(lambda known: json.dumps(laid_over(known, addon.config)))
        return json.dumps(dict(addon.config)) if addon.config else None

    def _identify(self, name: str, addon: Addon) -> tuple[aws.iam.Role | None, list[pulumi.Resource]]:
        key, managed = f"{self._name}-addon-{name}", _kind(name).policies
        if not managed and not addon.policies:
            return None, []
        trust = service_trust("pods.eks.amazonaws.com", session_tags=True)
        role = aws.iam.Role(key, assume_role_policy=trust, tags=self._tags, opts=self._child)
        policies: dict[str, pulumi.Input[str]] = {
            key if policy == managed[0] else f"{key}-{policy.rpartition('/')[2]}": MANAGED_POLICY + policy for policy in managed
        }
        policies |= {f"{key}-{policy}": arn for policy, arn in addon.policies.items()}
        return role, [
            aws.iam.RolePolicyAttachment(child, role=role.name, policy_arn=arn, opts=self._child) for child, arn in policies.items()
        ]


def network_configuration(region: str, pods: Mapping[str, str], security_group: str) -> dict[str, Any]:
    """The configuration of vpc-cni: pods stand in subnets of their own, and network policies hold.

    A /28 at a time is taken from those subnets and not single addresses, so that a node runs as many pods as it has room for and
    a burst of pods needs no burst of API calls. Pods leave under their own addresses, which the NAT gateway translates for the
    internet alone: translated to those of nodes, they could not be reached from another network over a link.
    A node takes the subnet that is named like its zone. One of another tier like pods is there for nodes whose annotation
    k8s.amazonaws.com/eniConfig names it, as a pool that outgrows the first block needs it.
    Sources: docs.aws.amazon.com/eks/latest/userguide/cni-custom-network-tutorial.html, cni-increase-ip-addresses.html,
    cni-network-policy-configure.html, external-snat.html; `eniConfig`:
    github.com/aws/amazon-vpc-cni-k8s/blob/master/charts/aws-vpc-cni.

    Args:
        region: the cloud's own name of the region.
        pods: ids of the pods' subnets by zone id, those of a further tier by zone id and tier, as "ap-southeast-3a-batch".
        security_group: id of the group that pods share with nodes.
    """
    places = {zone: {"id": subnet, "securityGroups": [security_group]} for zone, subnet in sorted(pods.items())}
    return {
        "enableNetworkPolicy": "true",
        "env": {
            "AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG": "true",
            "AWS_VPC_K8S_CNI_EXTERNALSNAT": "true",
            "ENI_CONFIG_LABEL_DEF": "topology.kubernetes.io/zone",
            "ENABLE_PREFIX_DELEGATION": "true",
        },
        "eniConfig": {"create": True, "region": region, "subnets": places},
    }


def dns_configuration() -> dict[str, Any]:
    """The configuration of coredns: as many pods as the cluster's size asks for, so that a peak does not end in name lookups.

    Source: docs.aws.amazon.com/eks/latest/userguide/coredns-autoscaling.html.
    """
    return {"autoScaling": {"enabled": True, "minReplicas": 2, "maxReplicas": 20}}
