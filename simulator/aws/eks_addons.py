"""Add-ons of EKS: what it offers by itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from ..rules import as_set, table
from .eks import IN_CLUSTER, keyed, within
from .shapes import CREATED, ROLE_ARN, row

if TYPE_CHECKING:
    from ..call import Call

_BOUGHT: Final = re.compile(r"[a-z0-9-]+_[a-z0-9-]+")
"""How add-ons of the marketplace are called: the vendor, then the product."""
_BOUGHT_VERSION: Final = "v1.0.0-eksbuild.1"
_VERSION: Final = re.compile(r"v(?P<major>\d+)\.(?P<minor>\d+)\.\d+-eksbuild\.\d+")

OFFERED: Final = {
    "vpc-cni": "v1.22.4-eksbuild.3",
    "kube-proxy": "v1.35.3-eksbuild.29",
    "coredns": "v1.13.2-eksbuild.31",
    "eks-pod-identity-agent": "v1.3.10-eksbuild.3",
    "eks-node-monitoring-agent": "v1.6.4-eksbuild.1",
    "metrics-server": "v0.9.0-eksbuild.6",
    "snapshot-controller": "v8.3.0-eksbuild.1",
    "aws-ebs-csi-driver": "v1.64.0-eksbuild.1",
    "aws-efs-csi-driver": "v3.4.0-eksbuild.1",
    "aws-mountpoint-s3-csi-driver": "v2.6.0-eksbuild.1",
    "amazon-cloudwatch-observability": "v4.7.0-eksbuild.1",
    "aws-guardduty-agent": "v1.12.1-eksbuild.2",
    "cert-manager": "v1.19.1-eksbuild.1",
    "external-dns": "v0.20.0-eksbuild.1",
    "fluent-bit": "v4.2.0-eksbuild.1",
    "kube-state-metrics": "v2.17.0-eksbuild.4",
    "prometheus-node-exporter": "v1.10.2-eksbuild.4",
}
"""What there is beside the marketplace, each with a version that it gets where none is asked for.

The first four are what `aws eks describe-addon-versions` named the default ones of Kubernetes 1.35 on 2 October 2026. The others
are builds that there are, and stand in for defaults that change by the month; kube-proxy of another cluster is of its minor.
Source: docs.aws.amazon.com/eks/latest/userguide/workloads-add-ons-available-eks.html and community-addons.html.
"""


def _default(call: Call) -> str:
    name, cluster = call["addonName"], call.referenced("clusterName")
    version = OFFERED.get(name, _BOUGHT_VERSION)
    if name != "kube-proxy" or cluster is None or version.startswith(f"v{cluster.outputs['version']}."):
        return version
    return f"v{cluster.outputs['version']}.0-eksbuild.1"


def _faults(call: Call) -> Iterator[tuple[str, str]]:
    name, version = call.get("addonName"), call.get("addonVersion")
    if name is not None and name not in OFFERED and not _BOUGHT.fullmatch(name):
        yield "addonName", f"InvalidParameterException: Addon {name} specified is not supported"
    if version is not None and not _VERSION.fullmatch(version):
        yield "addonVersion", f"InvalidParameterException: Addon version specified is not supported: {version}"


def _refuses(call: Call) -> Iterator[str]:
    """The network plug-in is updated a minor at a time: docs.aws.amazon.com/eks/latest/userguide/vpc-add-on-update.html."""
    if call["addonName"] != "vpc-cni" or not call.old.get("addonVersion"):
        return
    before, after = (_VERSION.fullmatch(version) for version in (call.old["addonVersion"], call.get("addonVersion") or ""))
    if before and after and abs(int(after["minor"]) - int(before["minor"])) > 1:
        way = f"from {before[0]} to {after[0]}"
        yield f"InvalidParameterException: Updating vpc-cni can only go up or down by 1 minor version, not {way}"


RULES = table(
    row(
        "aws:eks/addon:Addon",
        "eks/addon.go",
        id=keyed("clusterName", "addonName", by=":"),
        replaces=frozenset({"addonName", "clusterName"}),
        canonical={"podIdentityAssociations": as_set},
        computed={
            "addonVersion": _default,
            "arn": within("addon", "addonName"),
            "configurationValues": lambda _: "",
            "createdAt": lambda _: CREATED,
            "modifiedAt": lambda _: CREATED,
        },
        references={"clusterName": IN_CLUSTER, "serviceAccountRoleArn": ROLE_ARN, "podIdentityAssociations[*].roleArn": ROLE_ARN},
        check=_faults,
        refuses=_refuses,
        not_found="ResourceNotFoundException: No addon: {id} found.",
        exists="ResourceInUseException: Addon already exists: {addonName}",
    ),
)
