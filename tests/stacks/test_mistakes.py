"""Mistakes of people who write an environment: each is told once, where it was made, with its fix, and nothing that follows from it."""

from __future__ import annotations

import pytest

from faults import FaultError
from tests.stacks.conftest import ENVIRONMENT, edited, source

JOINED = """\
    public_dns: {}
    links: mesh
    traffic:
      www: {to: storefront, weights: {jakarta: 60, batam: 40}, certificate: requested}
      id: {to: storefront, policy: geo, places: {jakarta: [ID], batam: [default]}}
    edge:
      www: {clouds: {aws: 60, alicloud: 40}, writes: none, certificates: {aws: requested, alicloud: 12345678-ap-southeast-1}}
    buckets:
      media: {prefixes: {goods: {writer: jakarta, replicas: [batam]}}}
    replication: {cluster: main, image: "rclone/rclone@sha256:DIGEST"}
    dependencies:
      db: {primary: jakarta, abroad: [sg], personal_data: true, rpo: 1m, rto: 5m}
    migrations:
      moves:
        traffic: www
        steps:
          - {date: "2027-01-11", weights: {jakarta: 40, batam: 60}}
    sites:
""".replace("DIGEST", "0" * 64)
EXPOSED = 'max: 4}, buckets: {media: read}, expose: {host: "*.shop.example", aliases: ["*.www.shop.example", "*.id.shop.example"]}}'
TEXT = edited({"    sites:\n": JOINED, "max: 4}}": EXPOSED}, ENVIRONMENT)
KINDS = "expected mesh, {hub: SITE}, or a list of which sites are joined"
WEIGHTS = "weights: {jakarta: 60, batam: 40}"
PLACES = "{jakarta: [ID], batam: [default]}"


def told(edits):
    """The faults, without the file's name."""
    with pytest.raises(FaultError) as error:
        source(edited(edits, TEXT)).read()
    return str(error.value).replace("stacks/Pulumi.test.yaml:", "").split("\n")


CASES = {
    "another word for links": ({"links: mesh": "links: mash"}, f'8:5 links: "mash", {KINDS}; fix: write mesh'),
    "a hub without its site": ({"links: mesh": "links: hub"}, f'8:5 links: "hub", {KINDS}; fix: write {{hub: SITE}}'),
    "a hub as a call": (
        {"links: mesh": "links: hub(jakarta)"},
        f'8:5 links: "hub(jakarta)", {KINDS}; fix: write {{hub: jakarta}}',
    ),
    "links as a switch": ({"links: mesh": "links: true"}, f"8:5 links: true, {KINDS}; fix: write mesh, or remove links"),
    "links of nothing": ({"links: mesh": "links: []"}, f"8:5 links: an empty list, {KINDS}; fix: write mesh, or remove links"),
    "links to be written yet": (
        {"links: mesh": "links:"},
        (
            "8:5 links: nothing, expected encrypted ways between the networks of sites: mesh, or which sites are joined and how; "
            "fix: write what belongs below it, or remove it"
        ),
    ),
    "sites for links": (
        {"links: mesh": "links: [jakarta, batam]"},
        f"8:5 links: sites alone, {KINDS}; fix: write - {{between: [jakarta, batam]}}",
    ),
    "a pair in brackets": (
        {"links: mesh": "links: [[jakarta, batam]]"},
        "8:13 links[0]: a list, expected which sites are joined; fix: write {between: [jakarta, batam]}",
    ),
    "a misspelt block that others refer to": (
        {"    traffic:\n": "    trafic:\n"},
        "9:5 trafic: an unknown key",
    ),
    "a block of another kind that others refer to": (
        {"    traffic:\n      www:": "    traffic:\n    - www:", "      id:": "    - id:"},
        "9:5 traffic: a list, expected a mapping; fix: write key: value, a line each, or {key: value}",
    ),
    "no zones for several names": (
        {"    public_dns: {}\n": ""},
        "9:7 traffic.www: a name that no zone serves: www.shop.example, expected a zone of the domain; fix: write public_dns: {}",
    ),
    "zones to be written yet": ({"public_dns: {}": "public_dns:"}, "7:5 public_dns: nothing, expected the domain's zones"),
    "a name with the domain, which others refer to without": (
        {"      www: {to": "      www.shop.example: {to"},
        '10:7 traffic.www.shop.example: "www.shop.example", expected a name without shop.example, which is added to it; fix: write www',
    ),
    "nothing that serves a name": ({"www: {to: storefront, ": "www: {"}, "10:7 traffic.www.to: missing, expected what serves it"),
    "a site of no such name among weights": (
        {WEIGHTS + ", cert": WEIGHTS.replace("jakarta", "jakrata") + ", cert"},
        "10:39 traffic.www.weights.jakrata: the site jakrata, expected a site of the workload: jakarta or batam; fix: write jakarta",
    ),
    "a site of no such name in a step": (
        {"{jakarta: 40, batam: 60}": "{jakarta: 40, solo: 60}"},
        (
            '23:57 migrations.moves.steps[0].weights.solo: the site "solo", expected a site of www: jakarta or batam; '
            "fix: remove it, or add the site there"
        ),
    ),
    "a step without its day": (
        {'{date: "2027-01-11", weights': "{weights"},
        (
            '23:13 migrations.moves.steps[0].date: missing, expected the day on which the step is meant to be taken, say "2027-01-11"; '
            'no plan reads it; fix: write date: "2027-01-11"'
        ),
    ),
    "a policy that there is not": (
        {"policy: geo": "policy: regional"},
        '11:28 traffic.id.policy: "regional", expected weighted, latency, geo or failover; fix: choose one of them',
    ),
    "sites by place": (
        {PLACES: "{ID: jakarta, default: [batam]}"},
        "11:41 traffic.id.places: sites by place, expected by site the places that it answers; fix: write {jakarta: [ID], batam: [default]}",
    ),
    "a country that one DNS alone knows as a whole": (
        {"[ID]": "[ID, CN]"},
        (
            '11:64 traffic.id.places.jakarta[1]: "CN", expected a place that both DNS know: default, AF, AS, EU, NA, OC, SA, or of '
            "countries ID, IN, JP, KR, MY, PH, SG, TH, VN, DE, FR, GB, US, CA, AU, NZ; fix: write the continent, or leave it to default"
        ),
    ),
    "a certificate as a switch": (
        {"certificate: requested": "certificate: true"},
        "10:64 traffic.www.certificate: true, expected requested or named; fix: choose one of them",
    ),
    "a stand-in that is served by what it stands in for": (
        {"policy: geo, places: " + PLACES: WEIGHTS + ", all_unhealthy: stand_in, stand_in: www.shop.example"},
        (
            '11:88 traffic.id.stand_in: "www.shop.example", expected a host that none of these sites serves, since it is answered once none '
            "does; fix: write the name of a page that stands elsewhere"
        ),
    ),
    "two writers": (
        {"writer: jakarta": "writer: [jakarta, batam]"},
        "15:34 buckets.media.prefixes.goods.writer: a list, expected a string; fix: write jakarta alone",
    ),
    "a misspelt writer": ({"writer: jakarta": "writers: jakarta"}, "15:34 buckets.media.prefixes.goods.writers: an unknown key"),
    "an older switch": (
        {"personal_data: true": "personal_data: yes"},
        "18:44 dependencies.db.personal_data: yes without quotes, expected a value that every YAML reads alike; fix: write true",
    ),
    "a misspelt region, by which alarms are read": (
        {
            "        region: ap-southeast-3": '        alarms: ["arn:aws:sns:ap-southeast-3:111122223333:a"]\n        regoin: ap-southeast-3'
        },
        "28:9 sites.jakarta.regoin: an unknown key",
    ),
    "an aim that Alibaba Cloud's checks reach at another pace alone": (
        {WEIGHTS + ", cert": WEIGHTS + ", ttl: 10s, check: {threshold: 1}, within: 70s, cert"},
        (
            "10:64 traffic.www.ttl: Alibaba Cloud's GTM takes 60s × 2 checks + 5s of waiting + a TTL of 10s = 135s, expected 70s at most, which "
            "traffic.www.within promises; fix: check every 15s, or promise 135s under traffic.www.within"
        ),
    ),
}


@pytest.mark.parametrize(("edits", "expected"), CASES.values(), ids=CASES)
def test_it_is_told_once_where_it_was_made(edits, expected):
    (fault,) = told(edits)
    assert fault.startswith(expected)
    assert "; fix: " in fault


def test_what_follows_from_nothing_is_told_beside_it():
    faults = told(
        {"links: mesh": "links: mash", "to: storefront, weights": "to: storefrnt, weights", "writes: none": "writes: never"}
    )
    assert [fault.split(" ")[1].rstrip(":") for fault in faults] == ["links", "traffic.www.to", "edge.www.writes"]


def test_what_all_of_it_is_edited_from_has_no_fault():
    assert source(TEXT).read().environment.links == "mesh"
