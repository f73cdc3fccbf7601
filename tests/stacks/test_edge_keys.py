"""Names behind CDNs: who asks for what the CDNs send, and that no site needs what joins them to know it."""

from __future__ import annotations

import itertools
import json

import pytest

from stacks.environment import EnvironmentFaults
from tests.stacks.conftest import RELEASES
from tests.stacks.test_edge import plan
from tests.stacks.test_edge_faults import EXPOSED, GOOD, STOREFRONT, fronted
from tests.support.edges import DISTRIBUTION, functions
from tests.support.mocks import changes
from tests.support.schema import Secret

FIRST, SECOND = "first-key-of-the-cdns", "second-key-of-the-cdns"
CONFIG = {"nusantara:edge-key": FIRST, "nusantara:edge-key-2": SECOND}
INGRESS = "kubernetes:networking.k8s.io/v1:Ingress"
KEYED = f"{GOOD}, key: edge-key"
CERTIFICATE = "arn:aws:acm:ap-southeast-3:111122223333:certificate/1"
FLEET = "{to: transcoder, weights: {jakarta: 100}, check: {paths: [/healthz]}}"


@pytest.fixture(autouse=True)
def secret(monkeypatch):
    monkeypatch.setattr("stacks.configured.is_config_secret", lambda key: key in CONFIG)


def keyed(edge=KEYED, **more):
    return plan(edge, config=CONFIG, **more)


def asked(found):
    """What the load balancers of workloads ask for, by the Ingress; each a secret."""
    notes = {each.name: each.inputs["metadata"].get("annotations", {}) for each in found.of(INGRESS)}
    hidden = {name: value for name, told in notes.items() for note, value in told.items() if "/conditions." in note}
    assert all(isinstance(value, Secret) for value in hidden.values())
    return {name: json.loads(value.value)[0] for name, value in hidden.items()}


def values(condition):
    return (condition.get("httpHeaderConfig") or condition["headerConfig"])["values"]


def test_load_balancers_ask_for_what_the_cdns_send():
    found = keyed()
    header = found.one(DISTRIBUTION).inputs["origins"][0]["customHeaders"]
    assert header == Secret([{"name": "X-Edge-Key", "value": FIRST}]) or header[0]["value"] == Secret(FIRST)
    assert "origin_request_header" in functions(found)
    assert {name: values(each) for name, each in asked(found).items()} == {
        "jakarta-main-storefront-ingress": [FIRST],
        "batam-main-storefront-ingress": [FIRST],
    }
    (checks,) = [each for each in found.of(INGRESS) if each.name == "jakarta-main-storefront-ingress-checks-www"]
    (rule,) = checks.inputs["spec"]["rules"]
    assert (rule["host"], rule["http"]["paths"][0]["path"]) == ("*.www.shop.example", "/")


def test_of_workloads_that_share_the_name_all_ask_and_the_one_that_it_leads_to_is_checked():
    other = EXPOSED.replace("storefront:", "api:").replace("host: www.shop.example,", "host: www.shop.example, path: /api,")
    found = keyed(edits={STOREFRONT: f"{EXPOSED}\n      {other}"}, releases=f"api: shop/api@sha256:{'1' * 64}\n{RELEASES}")
    assert {name.removeprefix("jakarta-main-") for name in asked(found) if name.startswith("jakarta")} == {
        "api-ingress",
        "storefront-ingress",
    }
    assert not [each.name for each in found.of(INGRESS) if "api-ingress-checks" in each.name]


def test_open_origins_ask_for_nothing_and_are_sent_it_all_the_same():
    found = keyed(f"{KEYED}, origins: open")
    assert not asked(found)
    assert "origin_request_header" in functions(found)
    assert changes(plan(), found).added == {"DomainConfig edge-www-alicloud-known-by"}


def test_a_secret_is_exchanged_in_three_steps_none_of_which_has_cdns_and_load_balancers_disagree():
    steps = [
        keyed(),
        keyed(f"{KEYED}, accepts: edge-key-2"),
        keyed(f"{GOOD}, key: edge-key-2, accepts: edge-key"),
        keyed(f"{GOOD}, key: edge-key-2"),
    ]
    assert [set(map(tuple, map(values, asked(each).values()))) for each in steps] == [
        {(FIRST,)},
        {(FIRST, SECOND)},
        {(FIRST, SECOND)},
        {(SECOND,)},
    ]
    both, cdns, one = (changes(before, after) for before, after in itertools.pairwise(steps))
    for edge_stays in (both, one):
        assert not [each for each in edge_stays.changed if "edge-www" in each]
    assert not [each for each in cdns.changed if "storefront" in each]
    assert {"Distribution edge-www-aws-distribution", "DomainConfig edge-www-alicloud-known-by"} <= cdns.changed


def test_no_site_waits_for_what_joins_them():
    found = keyed()
    for each in found.values():
        if each.name.startswith(("jakarta", "batam")):
            assert not [urn for urn in each.dependencies if "edge-www" in urn]


def test_a_fleets_load_balancer_asks_too():
    front = fronted(f'listen: {{https: {{certificates: {{jakarta: "{CERTIFICATE}"}}}}}}')
    found = keyed(traffic=FLEET, edits=front)
    rules = {each.name: each.inputs for each in found.of("aws:lb/listenerRule:ListenerRule")}
    assert set(rules) == {f"jakarta-transcoder-443-{key}" for key in ("edge", "check-healthz", "refused")}
    assert FIRST in str(rules["jakarta-transcoder-443-edge"]["conditions"])


def test_a_secret_that_no_load_balancer_can_ask_for_is_told_at_its_place():
    with pytest.raises(EnvironmentFaults, match=r'edge\.www\.key: "edge-key", which is not configured'):
        plan(KEYED)
    with pytest.raises(EnvironmentFaults, match=r"whose value is none, expected 16 to 128 letters, digits") as error:
        plan(KEYED, config={"nusantara:edge-key": "short*"})
    assert "short*" not in str(error.value)


def test_plain_text_is_no_secret(monkeypatch):
    monkeypatch.setattr("stacks.configured.is_config_secret", lambda _: False)
    with pytest.raises(EnvironmentFaults, match="which is plain text"):
        keyed()
