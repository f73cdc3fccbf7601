"""CDNs in front of names: the faults that an environment's file can have."""

from __future__ import annotations

from dataclasses import replace

import pytest

from faults import FaultError
from tests.stacks.conftest import ENVIRONMENT, edited, source

STOREFRONT = "storefront: {cluster: main, sites: all, replicas: {min: 2, max: 4}}"
EXPOSED = STOREFRONT.replace("max: 4}}", 'max: 4}, expose: {host: www.shop.example, aliases: ["*.www.shop.example"]}}')
CERTIFICATES = 'certificates: {aws: "arn:aws:acm:us-east-1:111122223333:certificate/1", alicloud: "12345678-ap-southeast-1"}'
GOOD = f"clouds: {{aws: 60, alicloud: 40}}, writes: [/api/*], {CERTIFICATES}"
SITES = "    sites:\n"
POOLS = "        pools:\n"
CAPACITY = "        capacity: {fixed: 2}\n"


def fronted(front):
    """The edit that puts a load balancer in front of the fleet."""
    return {CAPACITY: f"{CAPACITY}        load_balancer: {{public: true, port: 8080, {front}}}\n"}


def told(edge, *, name="www", traffic="{to: storefront, weights: {jakarta: 60, batam: 40}}", sites="all", more=""):
    """The edit that puts a CDN in front of a name, in line 10."""
    return {
        SITES: f"    public_dns: {{}}\n    traffic:\n      www: {traffic}\n    edge:\n      {name}: {{{edge}}}\n{more}{SITES}",
        STOREFRONT: EXPOSED.replace("sites: all", f"sites: {sites}"),
    }


def found(edits, directory=None):
    with pytest.raises(FaultError) as error:
        replace(source(edited(edits)), directory=directory).read()
    return str(error.value).replace("stacks/Pulumi.test.yaml:", "").split("\n")


CASES = {
    "a name that no site serves": (
        told(GOOD, name="wwww"),
        "11:7 edge.wwww: a CDN in front of wwww, which no site serves, expected a name of traffic: www; fix: write www",
    ),
    "a cloud that has no CDN here": (
        told(GOOD.replace("alicloud: 40", "azure: 40")),
        'edge.www.clouds.azure: the name "azure", expected aws or alicloud; fix: choose one of them',
    ),
    "nothing of what takes writes": (
        told(f"clouds: {{aws: 60, alicloud: 40}}, {CERTIFICATES}"),
        "11:7 edge.www.writes: missing, expected the paths that take POST, PUT, PATCH and DELETE",
    ),
    "writes behind a failover": (
        told(GOOD.replace("[/api/*]", "all") + ", second: batam"),
        (
            "edge.www.second: failover to batam beside writes: all, expected none, since only GET, HEAD and OPTIONS fail over at the "
            'edge, and every path takes writes; fix: name the paths that do, say writes: ["/api/*"], or write second: none'
        ),
    ),
    "a second site that serves nothing of it": (
        told(GOOD + ", second: batm"),
        "edge.www.second: batm, which does not serve www, expected a site that does: jakarta or batam; fix: write batam",
    ),
    "failover with a single origin": (
        told(GOOD + ", second: jakarta", traffic="{to: storefront, weights: {jakarta: 100}}", sites="[jakarta]"),
        (
            "edge.www.second: failover to jakarta, expected another site beside it, and www has this one alone; fix: write second: none, "
            "or let www be served by another site"
        ),
    ),
    "a name that the stand-in page has": (
        {
            **told(GOOD),
            SITES: told(GOOD)[SITES].replace(
                "public_dns: {}", "public_dns: {records: {www-stand-in: {type: A, values: [192.0.2.1]}}}"
            ),
        },
        "public_dns.records.www-stand-in: the name www-stand-in, expected another one, since it is the stand-in page's name of www",
    ),
    "no certificate": (
        told("clouds: {aws: 60, alicloud: 40}, writes: none"),
        (
            "edge.www.certificates.aws: missing, expected the certificate that AWS's CDN shows; fix: write aws: "
            '"arn:aws:acm:us-east-1:111122223333:certificate/…" under certificates'
        ),
    ),
    "a certificate of another region": (
        told(GOOD.replace("us-east-1", "ap-southeast-3")),
        (
            'edge.www.certificates.aws: a certificate in "ap-southeast-3", expected one in us-east-1, where CloudFront looks for them; '
            "fix: ask for one there, and name it"
        ),
    ),
    "a certificate where DCDN does not look": (
        told(GOOD.replace("12345678-ap-southeast-1", "12345678-eu-central-1")),
        "expected the id of a certificate of Certificate Management Service in cn-hangzhou or ap-southeast-1, where DCDN looks",
    ),
    "a certificate that nobody asks for": (
        told(GOOD.replace('"arn:aws:acm:us-east-1:111122223333:certificate/1"', "requested")),
        (
            "edge.www.certificates.aws: requested, expected a certificate that is asked for where the name is served; fix: write "
            "certificate: requested under traffic, or an ARN here"
        ),
    ),
    "shares that do not sum to 100": (
        told(GOOD.replace("alicloud: 40", "alicloud: 50")),
        "edge.www.clouds: shares of 110 in sum, expected shares that sum to 100",
    ),
    "a rate below what AWS counts": (
        told(GOOD + ", rate_limits: {login: {requests: 5, path: /api/login}}"),
        "edge.www.rate_limits.login.requests: 5, expected 10 to 500,000 of one address; fix: write 10",
    ),
    "a time that AWS does not count": (
        told(GOOD + ", rate_limits: {login: {requests: 50, per: 90s}}"),
        'edge.www.rate_limits.login.per: "90s", expected 1m, 2m, 5m or 10m; fix: write 1m',
    ),
    "a rule group that AWS does not keep": (
        told(GOOD + ", aws: {rule_groups: [CommonRuleSet]}"),
        'edge.www.aws.rule_groups[0]: "CommonRuleSet", expected a rule group that AWS keeps',
    ),
    "a price class that there is not": (
        told(GOOD + ", aws: {price_class: PriceClass_300}"),
        'edge.www.aws.price_class: "PriceClass_300", expected PriceClass_100, PriceClass_200 or PriceClass_All',
    ),
    "what takes writes is kept": (
        told(GOOD + ", cached: {/api/*: 1m}"),
        "edge.www.cached./api/*: /api/*, which takes writes, expected a path that is only read, since it is kept for everyone",
    ),
    "a path that both CDNs do not know": (
        told(GOOD.replace("/api/*", "'/*.php'")),
        'edge.www.writes[0]: "/*.php", expected a path that begins with /, with an asterisk at its end alone; fix: write /api/*, say',
    ),
    "both only and never": (
        told(GOOD + ", only: [id], never: [kp]"),
        "edge.www.never: both only and never, expected one of the two; fix: remove one",
    ),
    "a second secret without a first": (
        told(GOOD + ", accepts: edge-key-2"),
        "edge.www.accepts: accepts without key, expected key beside it: the configuration key of the secret that the CDNs send; fix: write",
    ),
    "a second secret that is the first": (
        told(GOOD + ", key: edge-key, accepts: edge-key"),
        'edge.www.accepts: "edge-key", expected another configuration key than key, which is taken anyway',
    ),
    "a name that a wildcard alone answers": (
        {
            **told(GOOD + ", key: edge-key"),
            STOREFRONT: EXPOSED.replace("host: www.shop.example, aliases: [", 'host: "*.shop.example", aliases: ['),
        },
        (
            "edge.www.key: storefront, which is exposed as www.shop.example by a wildcard alone, expected one that is exposed under the "
            "name itself, since a wildcard's rules are for other names too; fix: write www.shop.example among aliases of storefront, or "
            "origins: open"
        ),
    ),
    "a load balancer that refuses nobody": (
        {**told(GOOD + ", key: edge-key"), POOLS: f"        load_balancers: {{public: {{alicloud: {{edition: basic}}}}}}\n{POOLS}"},
        (
            "edge.www.key: a load balancer in edition basic in front of storefront in batam, expected edition standard or waf, since basic "
            "refuses nobody; fix: write edition: standard below clusters.main.load_balancers.public.alicloud, or origins: open"
        ),
    ),
    "a fleet whose load balancer reads no headers": (
        {
            **told(GOOD + ", key: edge-key", traffic="{to: transcoder, weights: {jakarta: 100}, check: {protocol: tcp}}"),
            **fronted("kind: network, listen: {tcp: {port: 443}}"),
        },
        "edge.www.key: transcoder behind a network load balancer, expected an application one, since a network one reads no headers",
    ),
    "a fleet that another name leads to as well": (
        {
            **told(
                GOOD + ", key: edge-key",
                traffic="{to: transcoder, weights: {jakarta: 100}}\n      m: {to: transcoder, weights: {jakarta: 100}}",
            ),
            **fronted('listen: {https: {certificates: {jakarta: "arn:aws:acm:ap-southeast-3:111122223333:certificate/1"}}}'),
        },
        "edge.www.key: transcoder, which m leads to too, without the same key, expected the same key for every name that leads there",
    ),
    "more checks than are let through": (
        told(
            GOOD + ", key: edge-key",
            traffic="{to: storefront, weights: {jakarta: 60, batam: 40}, check: {paths: [/a, /b, /c, /d, /e, /f]}}",
        ),
        "traffic.www.check.paths: 6 paths, expected 5 at most, which load balancers let through without the key of www's CDNs",
    ),
    "limits without a firewall": (
        told(GOOD + ", guard: none, rate_limits: {all: {requests: 2000}}"),
        "edge.www.rate_limits: rate limits, expected none with guard: none, since a firewall counts; fix: write guard: block",
    ),
    "a CDN that is found lost too late": (
        told(GOOD + ", ttl: 10m", more="    objectives: {cloud: {capacity: 70%, within: 5m}}\n"),
        (
            "edge.www.ttl: by the DNS of AWS a lost CDN takes 10s × 3 checks + 10s of waiting + a TTL of 600s = 640s, and by the DNS of Alibaba "
            "Cloud a lost CDN takes 60s × 2 checks + 5s of waiting + a TTL of 600s = 725s, expected 300s at most, which "
            "objectives.cloud.within promises; fix: lower the TTL to 175s or less, or promise 725s under objectives.cloud.within"
        ),
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_it_is_told_at_its_place_with_its_fix(case):
    edits, expected = CASES[case]
    told_ = found(edits)
    assert any(expected in fault for fault in told_), told_


PAGES = {
    "sorry.html": (None, 'edge.www.stand_in.page: "sorry.html", which is no file, expected an HTML file beside the environment\'s'),
    "sorry.txt": ("Sorry!", "edge.www.stand_in.page: sorry.txt: no HTML, expected a page that begins with <!doctype html>"),
    "large.html": (
        "<!doctype html><html lang='id'><title>x</title>" + "x" * 70_000,
        "edge.www.stand_in.page: large.html: 70,047 bytes, expected 65,536 at most",
    ),
}


@pytest.mark.parametrize("page", PAGES)
def test_a_page_that_cannot_stand_in_is_told_of(tmp_path, page):
    text, expected = PAGES[page]
    if text is not None:
        (tmp_path / page).write_text(text)
    (fault,) = found(told(GOOD + f", stand_in: {{page: {page}}}"), tmp_path)
    assert expected in fault


def test_what_is_right_has_no_fault(tmp_path):
    (tmp_path / "sorry.html").write_text("<!doctype html><html lang='id'><title>Segera kembali</title></html>")
    edits = told(GOOD + ", second: batam, stand_in: {page: sorry.html}, cached: {/static/*: 24h}")
    read = replace(source(edited(edits, ENVIRONMENT)), directory=tmp_path).read()
    assert read.environment.edge["www"].writes == ("/api/*",)
    everything = replace(source(edited(told(GOOD.replace("[/api/*]", "all")))), directory=tmp_path).read()
    assert everything.environment.edge["www"].writes == ("/*",)
