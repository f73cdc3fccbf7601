"""Each fault that what an environment says of a fleet's load balancer can have, at its line."""

from __future__ import annotations

import pytest

from stacks.environment import EnvironmentFaults
from stacks.rehearsal import check
from tests.stacks.conftest import FILE

FIXED = "        capacity: {fixed: 2}\n"
ARN = "arn:aws:acm:ap-southeast-3:111122223333:certificate/0a1b2c3d"
HTTPS = f'https: {{certificates: {{jakarta: "{ARN}"}}}}'
AT_HOME = "        sites: [jakarta]\n"
ON_AWS = "        aws: {images: {ap-southeast-3: ami-0a1b2c3d4e5f67890}, types: [c7i.large]}\n"
ON_BOTH = f"{ON_AWS}        alicloud: {{images: {{ap-southeast-5: m-1}}, types: [ecs.c7.large]}}\n"


def front(listen: str, more: str = "port: 8080", fleet: str = "") -> dict[str, str]:
    """A fleet that scales behind a load balancer: what it listens on stands in line 36 from column 19 on, the rest in line 37."""
    told = f"        load_balancer:\n          listen: {{{listen}}}\n          {more}\n{fleet}"
    return {FIXED: f"        capacity: {{autoscaled: {{min: 2, max: 20}}}}\n{told}"}


def in_both(listen: str, more: str = "port: 8080") -> dict[str, str]:
    return {**front(listen, more), AT_HOME: "        sites: all\n", ON_AWS: ON_BOTH}


CASES = {
    "a site without a certificate": (
        in_both(HTTPS),
        [
            '36:28 fleets.transcoder.load_balancer.listen.https.certificates.batam: missing, expected the certificate that is shown in batam, a site of the fleet; fix: write batam: "12345678-ap-southeast-1"'
        ],
    ),
    "no certificate at all": (
        front("https: {}"),
        [
            '36:20 fleets.transcoder.load_balancer.listen.https.certificates.jakarta: missing, expected the certificate that is shown in jakarta, a site of the fleet; fix: write jakarta: "arn:aws:acm:ap-southeast-3:111122223333:certificate/…"'
        ],
    ),
    "a further certificate that a site lacks": (
        front(HTTPS.replace("}}", '}, more_certificates: {pay: {batam: "1-ap-southeast-1"}}}')),
        [
            '36:137 fleets.transcoder.load_balancer.listen.https.more_certificates.pay.jakarta: missing, expected the certificate that is shown in jakarta, a site of the fleet; fix: write jakarta: "arn:aws:acm:ap-southeast-3:111122223333:certificate/…"',
            "36:143 fleets.transcoder.load_balancer.listen.https.more_certificates.pay.batam: the site batam, expected a site of the fleet: jakarta; fix: remove it",
        ],
    ),
    "a certificate of another region and another account": (
        front(HTTPS.replace("ap-southeast-3:111122223333", "ap-southeast-1:999900001111")),
        [
            '36:43 fleets.transcoder.load_balancer.listen.https.certificates.jakarta: a certificate in "ap-southeast-1", expected one in ap-southeast-3, where jakarta is; fix: name one there',
            "36:43 fleets.transcoder.load_balancer.listen.https.certificates.jakarta: a certificate in the account 999900001111, expected one in the account of jakarta, 111122223333; fix: name one there",
        ],
    ),
    "a certificate of the other cloud": (
        in_both(f'https: {{certificates: {{jakarta: 12345678-ap-southeast-1, batam: "{ARN}"}}}}'),
        [
            '36:43 fleets.transcoder.load_balancer.listen.https.certificates.jakarta: "12345678-ap-southeast-1", expected the ARN of a certificate of ACM, since jakarta is on AWS; fix: write "arn:aws:acm:ap-southeast-3:111122223333:certificate/…"',
            f'36:77 fleets.transcoder.load_balancer.listen.https.certificates.batam: "{ARN}", expected the id of a certificate of Certificate Management Service with its region, since batam is on Alibaba Cloud; fix: write "12345678-ap-southeast-1"',
        ],
    ),
    "certificates where none is shown": (
        front(HTTPS.replace("https:", "http:")),
        [
            "36:27 fleets.transcoder.load_balancer.listen.http.certificates: certificates, expected none with http, which shows none; fix: remove them, or listen to https or tls"
        ],
    ),
    "a name that is no protocol": (
        front("httpx: {}"),
        [
            "36:20 fleets.transcoder.load_balancer.listen.httpx: the name httpx, expected http, https, tcp, tls or udp, or a protocol beside another name; fix: write http, or protocol below it"
        ],
    ),
    "a port that nothing says": (
        front("tcp: {}", "kind: network\n          port: 8080"),
        [
            "36:20 fleets.transcoder.load_balancer.listen.tcp.port: missing, expected the port that is listened on, since tcp has no usual one; fix: write port"
        ],
    ),
    "clients sent to a listener that there is not": (
        front(f"http: {{redirect: htps}}, {HTTPS}"),
        [
            '36:27 fleets.transcoder.load_balancer.listen.http.redirect: "htps", expected an https listener of this one: https; fix: write https'
        ],
    ),
    "clients sent to a port": (
        front(f"http: {{redirect: 443}}, {HTTPS}"),
        [
            "36:27 fleets.transcoder.load_balancer.listen.http.redirect: 443, expected the name of an https listener, whose port is known; fix: write its name, say https"
        ],
    ),
    "machines that end before their requests": (
        front(HTTPS, "port: 8080\n          drain: 5m", "        drain: 1m\n"),
        [
            "39:9 fleets.transcoder.drain: 60, expected 300 or more, for as long as its load balancer lets it end requests; fix: write 300, or shorten the load balancer's"
        ],
    ),
    "clients sent where nobody listens": (
        front("http: {redirect: https}"),
        [
            '36:27 fleets.transcoder.load_balancer.listen.http.redirect: "https", expected an https listener of this one; fix: add the listener https'
        ],
    ),
    "a redirect of connections": (
        front(f"tcp: {{port: 80, redirect: https}}, {HTTPS}", "kind: network\n          port: 8080"),
        [
            "36:36 fleets.transcoder.load_balancer.listen.tcp.redirect: 443, expected protocol http beside it; fix: let an http listener redirect to an https one"
        ],
    ),
    "requests that a network load balancer knows nothing of": (
        front(HTTPS, "kind: network\n          port: 8080"),
        [
            '36:20 fleets.transcoder.load_balancer.listen.https.protocol: "https", expected one of tcp, tls, udp, which network load balancers know; fix: choose one of them'
        ],
    ),
    "one port twice": (
        front(f"http: {{port: 443}}, {HTTPS}"),
        [
            "36:39 fleets.transcoder.load_balancer.listen.https.port: 443, expected another port than that of http; fix: choose another port"
        ],
    ),
    "a check that takes longer than its interval": (
        front(HTTPS, "port: 8080\n          health: {interval: 10s, timeout: 20s}"),
        [
            "38:35 fleets.transcoder.load_balancer.health.timeout: 20, expected less than the interval, 10; fix: shorten the timeout, or ask less often"
        ],
    ),
    "a slow start beyond a quarter of an hour": (
        front(HTTPS, "port: 8080\n          slow_start: 1h"),
        [
            "38:11 fleets.transcoder.load_balancer.slow_start: 3600, expected a whole number, 30 to 900; fix: choose a number between them"
        ],
    ),
    "clients kept with machines of one zone": (
        front(HTTPS, "port: 8080\n          sticky: 1h\n          cross_zone: false"),
        [
            "38:11 fleets.transcoder.load_balancer.sticky: 3600, expected 0 without cross_zone, as both clouds have it; fix: leave one of the two out"
        ],
    ),
    "logs of a site elsewhere": (
        front(HTTPS, "port: 8080\n          access_logs: {batam: logs}"),
        [
            "38:25 fleets.transcoder.load_balancer.access_logs.batam: the site batam, expected a site of the fleet: jakarta; fix: remove it"
        ],
    ),
    "logs without a store": (
        in_both(
            f'https: {{certificates: {{jakarta: "{ARN}", batam: 1-ap-southeast-1}}}}',
            "port: 8080\n          access_logs: {batam: logs}",
        ),
        [
            '38:25 fleets.transcoder.load_balancer.access_logs.batam: "logs", expected a project and a store of its, say shop/alb; fix: write project/store'
        ],
    ),
    "what another cloud alone understands": (
        front(HTTPS, "port: 8080\n          alicloud: {edition: waf}"),
        [
            "38:11 fleets.transcoder.load_balancer.alicloud: what Alibaba Cloud alone understands, expected none, since no site of the fleet is on Alibaba Cloud; fix: remove it"
        ],
    ),
    "a zone shifted away that there is not": (
        in_both(
            f'https: {{certificates: {{jakarta: "{ARN}", batam: 1-ap-southeast-1}}}}',
            "port: 8080\n          alicloud: {shifted_zones: {batam: [c], jakarta: [a]}}",
        ),
        [
            "38:50 fleets.transcoder.load_balancer.alicloud.shifted_zones.jakarta: the site jakarta, expected a site of the fleet: batam; fix: remove it"
        ],
    ),
    "every zone shifted away": (
        in_both(
            f'https: {{certificates: {{jakarta: "{ARN}", batam: 1-ap-southeast-1}}}}',
            "port: 8080\n          alicloud: {shifted_zones: {batam: [a, b]}}",
        ),
        [
            "38:38 fleets.transcoder.load_balancer.alicloud.shifted_zones.batam: ('a', 'b'), expected a zone that is left; fix: let traffic go to one of them"
        ],
    ),
    "a site of one zone": (
        {
            **front(HTTPS),
            '        zones: [a, b]\n        country: id\n        account: {id: "1111': '        zones: [a]\n        country: id\n        account: {id: "1111',
            "        sites: all\n        versions": "        sites: [batam]\n        versions",
            "sites: all, replicas": "sites: [batam], replicas",
        },
        [
            "11:9 sites.jakarta.zones: ('a',), expected 2 zones at least, for a load balancer of kind application; fix: add a zone to the network"
        ],
    ),
    "units held ready for TLS": (
        front(
            f'tls: {{certificates: {{jakarta: "{ARN}"}}}}',
            "kind: network\n          port: 8080\n          aws: {capacity_units: 500}",
        ),
        [
            "39:17 fleets.transcoder.load_balancer.aws.capacity_units: 500, expected 0 beside listeners of tls; fix: leave it out, or listen to tcp"
        ],
    ),
    "a load balancer's word on health without one": (
        {FIXED: f"{FIXED}        health: load_balancer\n"},
        [
            '35:9 fleets.transcoder.health: "load_balancer", expected a load balancer in front of it; fix: put the fleet behind one, or leave health out'
        ],
    ),
    "requests that a network load balancer does not count": (
        front(
            "tcp: {port: 80}",
            "kind: network\n          port: 8080",
            "        scaling: {a: {track: {metric: requests, value: 50}}}\n",
        ),
        [
            '39:19 fleets.transcoder.scaling.a: "requests", expected a target whose requests are counted; fix: put the fleet behind an application load balancer, or scale by cpu'
        ],
    ),
}


@pytest.mark.parametrize(("edits", "expected"), CASES.values(), ids=CASES)
def test_a_fault_is_told_at_its_place(loaded, edits, expected):
    with pytest.raises(EnvironmentFaults) as error:
        check(loaded(edits))
    assert str(error.value).replace(f"{FILE}:", "").split("\n") == expected
