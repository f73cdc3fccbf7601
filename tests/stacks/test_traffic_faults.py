"""Names that several sites serve, and their zones: the faults that an environment's file can have."""

from __future__ import annotations

import pytest

from faults import FaultError
from tests.stacks.conftest import edited, source

SITES = "    sites:\n"
STOREFRONT = "storefront: {cluster: main, sites: all, replicas: {min: 2, max: 4}}"
EXPOSE = 'host: www.shop.example, aliases: ["*.www.shop.example"]'
NAME = "www: {to: storefront, weights: {jakarta: 60, batam: 40}}"


def told(name=NAME, *, zones="{}", expose=EXPOSE, more=""):
    """The edit that has a name served: zones in line 7, the name in line 9, before the sites."""
    exposed = STOREFRONT.replace("max: 4}}", f"max: 4}}, expose: {{{expose}}}}}") if expose else STOREFRONT
    dns = f"    public_dns: {zones}\n" if zones else ""
    return {SITES: f"{dns}    traffic:\n      {name}\n{more}{SITES}", STOREFRONT: exposed}


CASES = {
    "shares of 0": (
        told("www: {to: storefront, weights: {jakarta: 0, batam: 0}}"),
        ["9:29 traffic.www.weights: shares of 0 in sum, expected shares that sum to 100; fix: give one of them a share at least"],
    ),
    "shares that do not sum to 100": (
        told("www: {to: storefront, weights: {jakarta: 60, batam: 30}}"),
        ["9:29 traffic.www.weights: shares of 90 in sum, expected shares that sum to 100; fix: raise one by 10"],
    ),
    "failover without a health check": (
        told("www: {to: storefront, weights: {jakarta: 60, batam: 40}, check: none}"),
        [
            (
                "9:64 traffic.www.check: failover without a health check, expected a check, by which a lost site is found; "
                "fix: leave check out, or write failover: manual"
            )
        ],
    ),
    "a TTL that breaks the objective": (
        told("www: {to: storefront, weights: {jakarta: 60, batam: 40}, ttl: 5m, within: 3m}"),
        [
            (
                "9:64 traffic.www.ttl: Route 53 takes 10s × 3 checks + 6s of waiting + a TTL of 300s = 336s, and Alibaba Cloud's GTM takes "
                "60s × 2 checks + 5s of waiting + a TTL of 300s = 425s, expected 180s at most, which traffic.www.within promises; fix: "
                "lower the TTL to 55s or less, or promise 425s under traffic.www.within"
            )
        ],
    ),
    "an objective that Alibaba Cloud's checks break": (
        told("www: {to: storefront, weights: {jakarta: 60, batam: 40}, within: 3m}"),
        [
            (
                "9:7 traffic.www: Alibaba Cloud's GTM takes 60s × 2 checks + 5s of waiting + a TTL of 60s = 185s, expected 180s at "
                "most, which traffic.www.within promises; fix: lower the TTL to 55s or less, or promise 185s under traffic.www.within"
            )
        ],
    ),
    "no zone": (
        told(zones=""),
        ["8:7 traffic.www: a name that no zone serves: www.shop.example, expected a zone of the domain; fix: write public_dns: {}"],
    ),
    "a zone of another domain": (
        told(zones="{zone: other.example}"),
        [
            (
                '7:18 public_dns.zone: "other.example", expected shop.example, which users come by, or a domain above it: no zone would '
                "serve their names; fix: leave it out"
            ),
        ],
    ),
    "a site where it does not run": (
        told("www: {to: storefront, weights: {jakarta: 60, bata: 40}}"),
        ["9:52 traffic.www.weights.bata: the site bata, expected a site of the workload: jakarta or batam; fix: write batam"],
    ),
    "an unknown workload": (
        told("www: {to: storefrnt, weights: {jakarta: 60, batam: 40}}"),
        ['9:13 traffic.www.to: "storefrnt", expected a workload or a fleet: storefront or transcoder; fix: write storefront'],
    ),
    "a workload that is not exposed": (
        told(expose=""),
        [
            (
                "9:13 traffic.www.to: storefront, which is not exposed, expected a workload that the internet reaches; "
                "fix: write expose: {host: www.shop.example} there"
            )
        ],
    ),
    "a workload that is exposed privately": (
        told(expose=f"{EXPOSE}, public: false"),
        [
            (
                "9:13 traffic.www.to: storefront, which is exposed privately, expected a workload that the internet reaches; "
                "fix: leave out public: false there"
            )
        ],
    ),
    "a workload under another name": (
        told(expose="host: shop.shop.example"),
        [
            (
                "9:13 traffic.www.to: storefront, which is not exposed as www.shop.example, expected one that answers "
                "www.shop.example; fix: write it among aliases of storefront"
            ),
        ],
    ),
    "a workload that checks do not reach": (
        told(expose="host: www.shop.example"),
        [
            (
                "9:13 traffic.www.to: storefront, which is not exposed as *.www.shop.example, expected one that checks reach at "
                'jakarta.www.shop.example, the name of one site alone; fix: write aliases: ["*.www.shop.example"] below expose, or '
                "check: {protocol: tcp}"
            )
        ],
    ),
    "a fleet that nothing stands in front of": (
        told("www: {to: transcoder, weights: {jakarta: 100}}"),
        [
            (
                "9:13 traffic.www.to: transcoder, which nothing stands in front of, expected a fleet behind a load balancer; "
                "fix: write load_balancer there"
            )
        ],
    ),
    "a checker that there is not, and too few": (
        told("www: {to: storefront, weights: {jakarta: 100}, check: {regions: [ap-southeast-3, us-east-1]}}"),
        [
            "9:62 traffic.www.check.regions: 2 regions, expected 3 at least, as Route 53 has it; fix: add ap-northeast-1, say",
            (
                '9:72 traffic.www.check.regions[0]: "ap-southeast-3", expected a region that Route 53 asks from: ap-northeast-1, '
                "ap-southeast-1, ap-southeast-2, eu-west-1, sa-east-1, us-east-1, us-west-1 or us-west-2; fix: write ap-southeast-2"
            ),
        ],
    ),
    "a name that a site of another has": (
        told(more="      jakarta.www: {to: storefront, weights: {jakarta: 100}, check: {protocol: tcp}}\n"),
        [
            (
                '10:7 traffic.jakarta.www: the name "jakarta.www", expected one that stands in the zone once, and it is www of the '
                "site jakarta; fix: rename one of them"
            ),
        ],
    ),
    "a name that all sites of another have": (
        told(more="      sites.www: {to: storefront, weights: {jakarta: 100}, check: {protocol: tcp}}\n"),
        [
            (
                '10:7 traffic.sites.www: the name "sites.www", expected one that stands in the zone once, and it is www of all sites, '
                "which stands in the zone beside a stand-in; fix: rename one of them"
            ),
        ],
    ),
    "a name that the zone has": (
        told(zones="{records: {www: {type: A, values: [203.0.113.1]}}}"),
        [
            (
                '9:7 traffic.www: the name "www", expected one that stands in the zone once, and public_dns.records has it; '
                "fix: rename one of them"
            )
        ],
    ),
    "a whole name": (
        told("www.shop.example: {to: storefront, weights: {jakarta: 60, batam: 40}}"),
        [
            '9:7 traffic.www.shop.example: "www.shop.example", expected a name without shop.example, which is added to it; fix: write www'
        ],
    ),
    "a name with a dot behind it": (
        told("www.: {to: storefront, weights: {jakarta: 60, batam: 40}}"),
        [
            (
                '9:7 traffic.www.: the name "www.", expected labels of lower-case letters, digits and hyphens, joined by dots; the '
                "domain itself takes no CNAME; fix: rename it; for the domain itself write www, and redirect from there"
            ),
        ],
    ),
    "the domain itself": (
        told('"@": {to: storefront, weights: {jakarta: 60, batam: 40}}'),
        [
            (
                '9:7 traffic.@: the name "@", expected labels of lower-case letters, digits and hyphens, joined by dots; the domain itself '
                "takes no CNAME; fix: rename it; for the domain itself write www, and redirect from there"
            ),
        ],
    ),
    "latency beside Alibaba Cloud's DNS": (
        told("www: {to: storefront, policy: latency}"),
        [
            (
                '9:29 traffic.www.policy: "latency", expected weighted, geo or failover, since Alibaba Cloud\'s DNS serves the zone too '
                "and has no latency; fix: write geo, or leave that provider out of public_dns.providers"
            ),
        ],
    ),
    "weights that are missing": (
        told("www: {to: storefront}"),
        ["9:7 traffic.www.weights: missing, expected what weighted goes by; fix: write weights: {jakarta: 60, batam: 40}"],
    ),
    "failover without its sites": (
        told("www: {to: storefront, policy: failover, weights: {jakarta: 100}}"),
        [
            "9:7 traffic.www.primary: missing, expected what failover goes by; fix: write primary: jakarta",
            "9:7 traffic.www.fallback: missing, expected the site that is answered once the primary is lost; fix: name one",
            "9:47 traffic.www.weights: weights with policy failover, expected none; they belong to weighted; fix: remove it",
        ],
    ),
    "places without a default, and an unknown one": (
        told("www: {to: storefront, policy: geo, places: {jakarta: [ID], batam: [id]}}"),
        [
            (
                "9:42 traffic.www.places: no default, expected default at one site, or whoever is elsewhere gets no answer; "
                "fix: write default at one site"
            ),
            (
                '9:74 traffic.www.places.batam[0]: "id", expected a place that both DNS know: default, AF, AS, EU, NA, OC, SA, or of '
                "countries ID, IN, JP, KR, MY, PH, SG, TH, VN, DE, FR, GB, US, CA, AU, NZ; fix: write ID"
            ),
        ],
    ),
}


@pytest.mark.parametrize(("edits", "expected"), CASES.values(), ids=CASES)
def test_a_fault(faults, edits, expected):
    assert faults(edits) == expected


def test_a_name_twice():
    with pytest.raises(FaultError) as error:
        source(edited(told(more=f"      {NAME}\n")))
    assert "10:7" in str(error.value)


ACCEPTED = (
    NAME,
    "www: {to: storefront, weights: {jakarta: 100, batam: 0}, failover: manual}",
    "www: {to: storefront, weights: {jakarta: 100}, fallback: batam, drained: [batam], ttl: 30s}",
    "www: {to: storefront, policy: failover, primary: jakarta, fallback: batam, check: {paths: [/, /healthz], healthy: any}}",
    "www: {to: storefront, policy: geo, places: {jakarta: [ID, SG], batam: [AS, default]}, certificate: requested}",
    "www: {to: storefront, weights: {jakarta: 100}, all_unhealthy: stand_in, stand_in: sorry.other.example}",
    "www: {to: storefront, weights: {jakarta: 60, batam: 40}, check: {protocol: tcp, regions: [us-east-1, eu-west-1, sa-east-1]}}",
)


@pytest.mark.parametrize("name", ACCEPTED)
def test_nothing_is_wrong(name, loaded):
    (read,) = loaded(told(name)).environment.traffic.values()
    assert read.to == "storefront"
