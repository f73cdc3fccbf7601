"""How workloads are reached from outside, as an environment says it: what their load balancers are told, and what is refused."""

from __future__ import annotations

import pytest

from components.kubernetes.ack_front import AckFront
from components.kubernetes.eks_front import EksFront
from stacks.arguments import SiteArguments
from stacks.environment import EnvironmentFaults
from stacks.rehearsal import check
from tests.stacks.conftest import RELEASES

LINE = "storefront: {cluster: main, sites: all, replicas: {min: 2, max: 4}}"
PLACE = '        versions: {aws: "1.35", alicloud: "1.35.7-aliyun.1"}\n'
ARN = "arn:aws:acm:ap-southeast-3:111122223333:certificate/{}"
ID = "{}-ap-southeast-5"
WEB_ACL = "arn:aws:wafv2:ap-southeast-3:111122223333:regional/webacl/shop/1"
FRONT = f"""\
        load_balancers:
          public:
            allowed: [203.0.113.0/24]
            plain_http: refuse
            idle_timeout: 2m
            certificates: {{jakarta: "{ARN.format("wild")}", batam: "{ID.format(1)}"}}
            more_certificates: {{old: {{jakarta: "{ARN.format("old")}"}}}}
            access_logs: {{jakarta: shop-logs, batam: shop/alb_front}}
            aws: {{ssl_policy: ELBSecurityPolicy-TLS13-1-3-2021-06, web_acls: {{jakarta: "{WEB_ACL}"}}}}
            alicloud: {{tls_policy: tls_cipher_policy_1_2_strict, edition: waf, request_timeout: 5m}}
"""
TWO = f"{RELEASES}checkout: shop/checkout@sha256:{'1' * 64}\n"


def expose(*told: str) -> str:
    """The first workload exposed as told, and further ones beside it."""
    first, *others = told
    lines = [LINE.replace("max: 4}}", f"max: 4}}, expose: {{{first}}}}}")]
    lines += [LINE.replace("storefront", "checkout").replace("max: 4}}", f"max: 4}}, expose: {{{other}}}}}") for other in others]
    return "\n      ".join(lines)


def test_everything_that_is_said_reaches_the_load_balancer(loaded):
    own = f'host: pay.example, aliases: [www.pay.example], certificates: {{jakarta: "{ARN.format("pay")}"}}'
    read = loaded({PLACE: PLACE + FRONT, LINE: expose(own)})
    assert SiteArguments(read, "jakarta").front("main", "public") == EksFront(
        public=True,
        allowed=("203.0.113.0/24",),
        plain="refuse",
        idle_timeout=120,
        certificates=(ARN.format("wild"), ARN.format("old"), ARN.format("pay")),
        access_logs="shop-logs",
        ssl_policy="ELBSecurityPolicy-TLS13-1-3-2021-06",
        web_acl=WEB_ACL,
    )
    assert SiteArguments(read, "batam").front("main", "public") == AckFront(
        public=True,
        allowed=("203.0.113.0/24",),
        plain="refuse",
        idle_timeout=120,
        certificates=(ID.format(1),),
        access_logs="shop/alb_front",
        tls_policy="tls_cipher_policy_1_2_strict",
        edition="waf",
        request_timeout=300,
    )
    workload = SiteArguments(read, "jakarta").workload("storefront", "default", None)
    assert workload.expose is not None
    assert workload.expose.hosts == ("pay.example", "www.pay.example")


def test_what_is_left_out_is_as_the_cloud_has_it(loaded):
    read = loaded({LINE: expose("host: shop.example, public: false")})
    assert SiteArguments(read, "jakarta").front("main", "private") == EksFront(public=False)
    assert SiteArguments(read, "batam").front("main", "private") == AckFront(public=False)


def test_each_load_balancer_shows_the_certificates_of_its_own_workloads(loaded):
    outside = f'host: shop.example, certificates: {{jakarta: "{ARN.format("shop")}", batam: "{ID.format(1)}"}}'
    inside = f'host: pay.example, public: false, certificates: {{jakarta: "{ARN.format("pay")}", batam: "{ID.format(2)}"}}'
    read = loaded({LINE: expose(outside, inside)}, releases=TWO)
    assert SiteArguments(read, "jakarta").front("main", "public").certificates == (ARN.format("shop"),)
    assert SiteArguments(read, "batam").front("main", "private").certificates == (ID.format(2),)


FAULTS = {
    "a certificate of the other cloud": (
        {LINE: expose(f'host: shop.example, certificates: {{jakarta: "{ID.format(1)}", batam: "{ID.format(2)}"}}')},
        [
            (
                '37:119 workloads.storefront.expose.certificates.jakarta: "1-ap-southeast-5", expected the ARN of a certificate of ACM, since '
                'jakarta is on AWS; fix: write "arn:aws:acm:ap-southeast-3:111122223333:certificate/…"'
            )
        ],
    ),
    "a certificate of a site that there is not": (
        {LINE: expose("host: shop.example, certificates: {jakrata: x}")},
        [
            (
                "37:119 workloads.storefront.expose.certificates.jakrata: the site jakrata, expected a site of the workload: jakarta or batam; "
                "fix: write jakarta"
            )
        ],
    ),
    "a certificate beside a workload that names none": (
        {
            LINE: expose(
                f'host: shop.example, certificates: {{jakarta: "{ARN.format(1)}", batam: "{ID.format(2)}"}}', "host: pay.example"
            )
        },
        [
            f"38:73 workloads.checkout.expose: no certificate in {site}, expected one, since storefront names one there, and the load "
            f'balancer that they share then looks for none by itself; fix: write certificates: {{{site}: "{example}"}}, or certificates '
            "of the cluster's load_balancers"
            for site, example in (
                ("jakarta", "arn:aws:acm:ap-southeast-3:111122223333:certificate/…"),
                ("batam", "12345678-ap-southeast-1"),
            )
        ],
    ),
    "an alias that another workload has": (
        {LINE: expose("host: shop.example, path: /pay/", "host: pay.example, path: /pay, aliases: [shop.example]")},
        [
            (
                "38:123 workloads.checkout.expose.aliases[0]: shop.example/pay, expected what storefront is not exposed under; "
                "fix: write another path, or another host"
            )
        ],
    ),
    "more names than a Gateway can listen for": (
        {
            LINE: expose(
                f"host: shop.example, via: gateway, aliases: [{', '.join(f'a{number}.example' for number in range(50))}]",
                f"host: pay.example, via: gateway, aliases: [{', '.join(f'b{number}.example' for number in range(13))}]",
            )
        },
        [
            (
                "38:73 workloads.checkout.expose: 65 names behind one Gateway, expected 63 at most, as many as a Gateway can listen for; "
                "fix: expose some via: ingress, or by a wildcard"
            )
        ],
    ),
    "a web ACL of a site on the other cloud": (
        {PLACE: f"{PLACE}        load_balancers: {{public: {{aws: {{web_acls: {{batam: x}}}}}}}}\n"},
        [
            (
                "26:52 clusters.main.load_balancers.public.aws.web_acls.batam: the site batam, expected a site of the cluster: jakarta; "
                "fix: remove it"
            )
        ],
    ),
}


@pytest.mark.parametrize(("edits", "expected"), FAULTS.values(), ids=FAULTS)
def test_what_the_file_refuses(faults, edits, expected):
    assert faults(edits, releases=TWO if "checkout" in str(edits) else RELEASES) == expected


REFUSED = {
    "allowed: [everyone]": (
        '26:45 clusters.main.load_balancers.public.allowed[0]: "everyone", expected an IPv4 block; '
        "fix: write its first address and size, say 203.0.113.0/24"
    ),
    "idle_timeout: 1h": (
        "26:35 clusters.main.load_balancers.public.idle_timeout: 3600, expected a whole number, 1 to 600; "
        "fix: choose a number between them"
    ),
    "aws: {web_acls: {jakarta: shop}}": (
        '26:52 clusters.main.load_balancers.public.aws.web_acls.jakarta: "shop", expected the ARN of a regional web ACL of WAFv2; others '
        "are for CloudFront; fix: write arn:aws:wafv2:…:…:regional/webacl/…"
    ),
    "alicloud: {request_timeout: 1h}": (
        "26:46 clusters.main.load_balancers.public.alicloud.request_timeout: 3600, expected a whole number, 1 to 600; "
        "fix: choose a number between them"
    ),
    "access_logs: {batam: shop}": (
        '26:49 clusters.main.load_balancers.public.access_logs.batam: "shop", expected a project and a store of its, say shop/alb_front; '
        "fix: write project/store"
    ),
}


@pytest.mark.parametrize(("told", "expected"), REFUSED.items())
def test_what_a_load_balancer_refuses_is_told_at_its_place(loaded, told, expected):
    environment = loaded({PLACE: f"{PLACE}        load_balancers: {{public: {{{told}}}}}\n"})
    with pytest.raises(EnvironmentFaults) as error:
        check(environment)
    assert str(error.value).replace("stacks/Pulumi.test.yaml:", "").split("\n") == [expected]


GATEWAY = f'host: shop.example, via: gateway, certificates: {{jakarta: "{ARN.format(1)}", batam: shop-tls}}'


def test_a_gateway_shows_what_its_own_workloads_name(loaded):
    read = loaded({LINE: expose(GATEWAY, "host: pay.example")}, releases=TWO)
    jakarta = SiteArguments(read, "jakarta")
    assert jakarta.front("main", "public", "gateway").certificates == (ARN.format(1),)
    assert jakarta.front("main", "public").certificates == ()


UNHEARD = {
    "a gateway without a Secret on Alibaba Cloud": (
        {LINE: expose("host: shop.example, via: gateway")},
        [
            (
                "37:75 workloads.storefront.expose.certificates.batam: missing, expected the TLS Secret in the namespace gateways that is "
                "shown in batam, since Alibaba Cloud has no gateway-listeners; fix: write batam: with the Secret's name, or via: ingress"
            )
        ],
    ),
    "what listeners are told, beside a gateway on Alibaba Cloud": (
        {
            LINE: expose(GATEWAY),
            PLACE: f"{PLACE}        load_balancers: {{public: {{allowed: [203.0.113.0/24], alicloud: {{request_timeout: 2m}}}}}}\n",
        },
        [
            (
                "26:35 clusters.main.load_balancers.public.allowed: what listeners are told, expected none beside a gateway in batam, since "
                "Alibaba Cloud has no gateway-listeners; fix: remove it, or expose storefront via: ingress"
            ),
            (
                "26:73 clusters.main.load_balancers.public.alicloud.request_timeout: what listeners are told, expected none beside a gateway "
                "in batam, since Alibaba Cloud has no gateway-listeners; fix: remove it, or expose storefront via: ingress"
            ),
        ],
    ),
}


@pytest.mark.parametrize(("edits", "expected"), UNHEARD.values(), ids=UNHEARD)
def test_what_a_gateway_of_its_cloud_cannot_be_told(loaded, edits, expected):
    with pytest.raises(EnvironmentFaults) as error:
        check(loaded(edits))
    assert str(error.value).replace("stacks/Pulumi.test.yaml:", "").split("\n") == expected


def test_a_secret_has_a_name_that_one_can_have(faults):
    (fault,) = faults({LINE: expose(GATEWAY.replace("shop-tls", "Shop_TLS"))})
    assert 'expose.certificates.batam: "Shop_TLS", expected the name of a TLS Secret in the cluster' in fault
