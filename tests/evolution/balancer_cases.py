"""Changes of what stands in front of a fleet, and what each may come to.

A load balancer is public or internal for good on AWS; on Alibaba Cloud another server group is another rule that counts its requests.
"""

from __future__ import annotations

from typing import Final

from checks.expectation import Expectation

from .case import Case, edit, without
from .environment import AMBON, BALANCED, CERTIFICATE
from .reordering import reordered

_ADMIN: Final = f"            admin: {{protocol: https, port: 8443, certificates: {CERTIFICATE}}}\n"
_ENTRIES: Final = ("SecurityGroupIngressRule jakarta-shop-tcp-*", "SecurityGroupRule batam-shop-*-tcp-from-*")
_FRONT: Final = (
    "* jakarta-shop",
    "* jakarta-shop-front",
    "* jakarta-shop-entry",
    "* jakarta-shop-80",
    "* jakarta-shop-443",
    "* jakarta-shop-tcp-*",
    "* jakarta-shop-8080-from-front",
    "* batam-shop-balancer",
    "* batam-shop-targets-front",
    "* batam-shop-target-front",
    "* batam-shop-listener-80",
    "* batam-shop-listener-443",
    "* batam-shop-redirect-80",
    "* batam-shop-clients",
    "* batam-shop-no-other-clients",
    "* batam-shop-8*-from-*",
    "* batam-shop-443-*-from-*",
)
_COUNTED: Final = ("Policy jakarta-shop-requests", "ScalingRule batam-shop-requests")
_GROUPS: Final = ("Group jakarta-shop-group", "ScalingGroup batam-shop-group")
_TARGETS: Final = ("TargetGroup jakarta-shop-front", "ServerGroup batam-shop-targets-front")

BALANCER_CASES: Final = (
    Case(name="everything said of a load balancer shuffled", start="balanced", change=reordered(1)),
    Case(
        name="put a load balancer in front of a fleet",
        start="unbalanced",
        change=lambda _: BALANCED,
        expected=Expectation(created=(*_FRONT, *_COUNTED), updated=_GROUPS),
    ),
    Case(
        name="take the load balancer of a fleet away",
        start="balanced",
        change=without("        load_balancer:\n", "        aws: {images"),
        expected=Expectation(deleted=(*_FRONT, *_COUNTED), updated=_GROUPS),
    ),
    Case(
        name="add a listener",
        start="balanced",
        change=edit({"            https:\n": f"{_ADMIN}            https:\n"}),
        expected=Expectation(created=("Listener jakarta-shop-8443", "Listener batam-shop-listener-8443", *_ENTRIES)),
    ),
    Case(
        name="add a certificate",
        start="balanced",
        change=edit({"            https:\n": f"            https:\n              more_certificates: {{pay: {CERTIFICATE}}}\n"}),
        expected=Expectation(
            created=(
                "ListenerCertificate jakarta-shop-443-pay",
                "ListenerAdditionalCertificateAttachment batam-shop-listener-443-pay",
            )
        ),
    ),
    Case(
        name="renew a certificate",
        start="balanced",
        change=edit({"certificate/0a1b2c3d": "certificate/4e5f6071", "12345678-": "23456789-"}),
        expected=Expectation(updated=("Listener jakarta-shop-443", "Listener batam-shop-listener-443")),
    ),
    Case(
        name="a site more behind a load balancer",
        start="balanced",
        change=edit(
            {
                "      jakarta:\n": f"{AMBON}      jakarta:\n",
                "{jakarta: ": '{ambon: "arn:aws:acm:ap-southeast-1:222233334444:certificate/0a1b", jakarta: ',
                "ap-southeast-3: ami-0a1b2c3d4e5f67890": "ap-southeast-3: ami-0a1b2c3d4e5f67890, ap-southeast-1: ami-0a1b2c3d4e5f67890",
            }
        ),
        expected=Expectation(created=("* ambon", "* ambon-*")),
    ),
    Case(
        name="another listener's port",
        start="balanced",
        change=edit({"            https:\n": "            https:\n              port: 8443\n"}),
        expected=Expectation(
            created=("Listener jakarta-shop-8443", "Listener batam-shop-listener-8443", *_ENTRIES),
            updated=("Listener jakarta-shop-80", "Rule batam-shop-redirect-80"),
            deleted=("Listener jakarta-shop-443", "Listener batam-shop-listener-443", *_ENTRIES),
        ),
    ),
    Case(
        name="another name of a listener",
        start="balanced",
        change=edit(
            {"            https:\n": "            safe:\n              protocol: https\n", "redirect: https": "redirect: safe"}
        ),
    ),
    Case(
        name="another port of machines behind a load balancer",
        start="balanced",
        change=edit({"          port: 8080\n": "          port: 9090\n"}),
        expected=Expectation(
            created=("* jakarta-shop-9090-from-front", "* jakarta-shop-tcp-9090-to-*", "* batam-shop-9090-from-*"),
            updated=("Listener jakarta-shop-443", "Policy jakarta-shop-requests", _GROUPS[0]),
            replaced=("TargetGroup jakarta-shop-front", "ServerGroupAttachment batam-shop-target-front"),
            deleted=("* jakarta-shop-8080-from-front", "* jakarta-shop-tcp-8080-to-*", "* batam-shop-8080-from-*"),
        ),
    ),
    Case(
        name="another protocol of machines behind a load balancer",
        start="balanced",
        change=edit({"          port: 8080\n": "          port: 8080\n          protocol: https\n"}),
        expected=Expectation(
            updated=(
                "Listener jakarta-shop-443",
                "Listener batam-shop-listener-[48]*",
                "Policy jakarta-shop-requests",
                _GROUPS[0],
            ),
            replaced=(*_TARGETS, "ServerGroupAttachment batam-shop-target-front", "ScalingRule batam-shop-requests"),
        ),
    ),
    Case(
        name="how a load balancer treats machines",
        start="balanced",
        change=edit({"          port: 8080\n": "          port: 8080\n          sticky: 10m\n          drain: 2m\n"}),
        expected=Expectation(updated=_TARGETS),
    ),
    Case(
        name="zone c behind a load balancer",
        start="balanced",
        change=edit({"zones: [a, b]": "zones: [a, b, c]"}),
        expected=Expectation(
            created=("* jakarta-*-c", "* batam-*-c", "Route jakarta-*-c-out", "* batam-*-c-out", "* jakarta-endpoint-*-c"),
            updated=("LoadBalancer jakarta-shop", "LoadBalancer batam-shop-balancer", *_GROUPS),
        ),
    ),
    Case(
        name="open a load balancer to the internet",
        start="balanced",
        change=edit({"          port: 8080\n": "          port: 8080\n          public: true\n"}),
        expected=Expectation(
            created=("SecurityGroupIngressRule jakarta-shop-tcp-*-from-everyone",),
            updated=("LoadBalancer batam-shop-balancer", "Policy jakarta-shop-requests"),
            replaced=("LoadBalancer jakarta-shop", "Listener jakarta-shop-[48]*"),
            deleted=(*_ENTRIES, "* batam-shop-clients", "* batam-shop-no-other-clients"),
        ),
    ),
)
