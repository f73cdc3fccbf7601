"""Changes of how workloads are reached from outside: what answers requests already is never taken away before what takes its place."""

from __future__ import annotations

from typing import Final

from checks.expectation import Expectation

from .case import Case, edit
from .environment import EXPOSING, PODS

_GATEWAY: Final = "via: gateway, certificates: {batam: shop-tls}}"

WORKLOAD_CASES: Final = (
    Case(
        name="the first workload exposed",
        change=edit(EXPOSING),
        expected=Expectation(
            created=(
                "IngressClassParams jakarta-main-ingress-public-parameters",
                "AlbConfig batam-main-ingress-public-parameters",
                "IngressClass *-main-ingress-public-class",
                "Ingress *-main-storefront-ingress",
                "* jakarta-main-chart-aws-load-balancer-controller*",
                "* jakarta-main-bind-chart-balancers*",
                "KubernetesAddon batam-main-addon-alb-ingress-controller",
            ),
            updated=("NetworkPolicy *-main-storefront-policy", "Namespace jakarta-main-shop-namespace"),
        ),
    ),
    Case(
        name="a certificate, and another name",
        start="exposing",
        change=edit(
            {
                "{host: www.shop.example}": (
                    "{host: www.shop.example, aliases: [shop.example], certificates: "
                    '{jakarta: "arn:aws:acm:ap-southeast-3:222233334444:certificate/shop", batam: "12345678-ap-southeast-5"}}'
                )
            }
        ),
        expected=Expectation(
            updated=(
                "IngressClassParams jakarta-main-ingress-public-parameters",
                "AlbConfig batam-main-ingress-public-parameters",
                "Ingress *-main-storefront-ingress",
            ),
        ),
    ),
    Case(
        name="exposed by a Gateway instead",
        start="exposing",
        change=edit({"{host: www.shop.example}": f"{{host: www.shop.example, {_GATEWAY}"}),
        expected=Expectation(
            created=(
                "Release jakarta-main-chart-gateway-api-crds-release",
                "KubernetesAddon batam-main-addon-gateway-api",
                "Namespace *-main-gateways-namespace",
                "NetworkPolicy *-main-gateways-closed",
                "* *-main-gateway-public-*",
                "TargetGroupConfiguration jakarta-main-storefront-targets",
                "HTTPRoute *-main-storefront-route",
            ),
            updated=("Release jakarta-main-chart-aws-load-balancer-controller-release",),
            deleted=("* *-main-ingress-public-*", "Ingress *-main-storefront-ingress"),
        ),
    ),
    Case(
        name="a certificate, and another name, by a Gateway",
        start="routed",
        change=edit(
            {
                "certificates: {batam: shop-tls}": (
                    "aliases: [shop.example], certificates: "
                    '{jakarta: "arn:aws:acm:ap-southeast-3:222233334444:certificate/shop", batam: shop-tls-2}'
                )
            }
        ),
        expected=Expectation(
            updated=(
                "LoadBalancerConfiguration jakarta-main-gateway-public-parameters",
                "Gateway *-main-gateway-public-gateway",
                "HTTPRoute *-main-storefront-route",
            ),
        ),
    ),
    Case(
        name="a Deployment that becomes a StatefulSet",
        change=edit({PODS: f"{PODS}, kind: StatefulSet"}),
        expected=Expectation(
            created=("StatefulSet *-main-storefront-statefulset", "Service *-main-storefront-peers"),
            updated=("HorizontalPodAutoscaler *-main-storefront-autoscaler",),
            deleted=("Deployment *-main-storefront-deployment",),
        ),
        refused=("*-main-storefront-deployment",),
    ),
)
