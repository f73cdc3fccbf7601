"""What the charts of a cluster may do on AWS, each as narrow as what it is for; pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .iam import document

_CHANGED = "route53:ChangeResourceRecordSets"
_NAMES = f"{_CHANGED}NormalizedRecordNames"
_TYPES = f"{_CHANGED}RecordTypes"
"""Condition keys of a change: the names, in lower case and without the last dot, and the types of what it touches.

Source: docs.aws.amazon.com/Route53/latest/DeveloperGuide/specifying-conditions-route53.html.
"""


def dns_policy(domain: str, zones: Sequence[str]) -> str:
    """What external-dns may do: change names under a domain.

    Source: github.com/kubernetes-sigs/external-dns/blob/v0.21.0/docs/tutorials/aws.md.

    Args:
        domain: the name under which it may change others.
        zones: ids of the hosted zones in which alone it may; any by default.
    """
    return document(
        _change(zones, {_NAMES: [domain, f"*.{domain}"]}),
        _allow(["route53:ListResourceRecordSets", "route53:ListTagsForResources"], _zones(zones)),
        _allow(["route53:ListHostedZones"], "*"),
    )


def certificates_policy(domain: str, zones: Sequence[str]) -> str:
    """What cert-manager may do: prove by a text that a name under a domain is its own (DNS-01).

    Source: cert-manager.io/docs/configuration/acme/dns01/route53.

    Args:
        domain: the name under which names are proved.
        zones: ids of the hosted zones in which alone it may; any by default.
    """
    challenges = [f"_acme-challenge.{domain}", f"_acme-challenge.*.{domain}"]
    return document(
        _change(zones, {_NAMES: challenges, _TYPES: ["TXT"]}),
        _allow(["route53:ListResourceRecordSets"], _zones(zones)),
        _allow(["route53:GetChange"], "arn:aws:route53:::change/*"),
        _allow(["route53:ListHostedZonesByName"], "*"),
    )


def logs_policy(group: str) -> str:
    """What fluent-bit may do: write into one log group, which is there already.

    Source: docs.fluentbit.io/manual/pipeline/outputs/cloudwatch.

    Args:
        group: the group's ARN.
    """
    return document(_allow(["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"], [group, f"{group}:*"]))


def _change(zones: Sequence[str], held_to: dict[str, list[str]]) -> dict[str, Any]:
    """Changes of which every one is held to all that is given; one that names nothing is none."""
    return {**_allow([_CHANGED], _zones(zones)), "Condition": {"ForAllValues:StringLike": held_to}}


def _zones(zones: Sequence[str]) -> list[str]:
    return [f"arn:aws:route53:::hostedzone/{zone}" for zone in zones or ("*",)]


def _allow(actions: list[str], resources: str | list[str]) -> dict[str, Any]:
    return {"Effect": "Allow", "Action": actions, "Resource": resources}
