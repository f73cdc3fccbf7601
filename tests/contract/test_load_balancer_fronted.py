"""A load balancer behind CDNs asks for what they send, on every cloud alike."""

from __future__ import annotations

import pulumi
import pytest

from components.contracts import EdgeKey, Listener
from tests.support.balancers import BALANCERS, Balancers, passing
from tests.support.mocks import changes, record
from tests.support.schema import Secret

pytestmark = pytest.mark.parametrize("cloud", BALANCERS, ids=str)
RULES = ("aws:lb/listenerRule:ListenerRule", "alicloud:alb/rule:Rule")
NEW, OLD = "n" * 16, "b" * 16


def asks(*values, opened=("/healthz", "/live")):
    return EdgeKey(header="X-Edge-Key", values=values or (NEW,), open=opened)


def rules(found):
    """By its name's end: priority, what it compares, and what it does."""
    made = {}
    for token in RULES:
        for each in found.of(token):
            (condition,) = each.inputs.get("conditions") or each.inputs["ruleConditions"]
            (action,) = each.inputs.get("actions") or each.inputs["ruleActions"]
            made[each.name.removeprefix("front-")] = (each.inputs["priority"], condition, action)
    return made


def compared(condition):
    """What a condition compares: the name of a header or "path", and the values."""
    header = condition.get("httpHeader") or condition.get("headerConfig")
    if header:
        return header.get("httpHeaderName") or header["key"], header["values"]
    return "path", (condition.get("pathPattern") or condition["pathConfig"])["values"]


def test_what_cdns_send_and_what_checks_ask_is_let_in_and_the_rest_is_refused(cloud: Balancers):
    made = sorted(rules(cloud.recorded(asks=asks())).values(), key=lambda each: each[0])
    assert [compared(condition) for _, condition, _ in made] == [
        ("X-Edge-Key", [NEW]),
        ("path", ["/healthz"]),
        ("path", ["/live"]),
        ("path", ["/*"]),
    ]
    *let_in, (_, _, refusal) = made
    assert {action["type"] for _, _, action in let_in} in ({"forward"}, {"ForwardGroup"})
    answer = refusal.get("fixedResponse") or refusal["fixedResponseConfig"]
    assert answer.get("statusCode", answer.get("httpCode")) == "403"


def test_paths_of_the_same_words_are_each_let_in(cloud: Balancers):
    opened = ("/", "/root", "/healthz", "/healthz/")
    assert len(rules(cloud.recorded(asks=asks(opened=opened)))) == len(opened) + 2


def test_what_refuses_comes_after_what_lets_in(cloud: Balancers):
    found = cloud.recorded(asks=asks())
    (refuses,) = [each for each in found.values() if each.type in RULES and "refused" in each.name]
    let_in = {each.urn for each in found.values() if each.type in RULES and each is not refuses}
    assert len(let_in) == 3
    assert let_in <= set(refuses.dependencies)


def test_which_of_two_is_sent_changes_nothing_and_both_stay_secret(cloud: Balancers):
    def told(*values):
        return record(lambda: cloud.make(asks=asks(*map(pulumi.Output.secret, values))) and None)

    before, after = told(OLD, NEW), told(NEW, OLD)
    assert not {each for each in changes(before, after).changed if "Rule" in each}
    (edge,) = [condition for key, (_, condition, _) in rules(before).items() if "edge" in key]
    assert [OLD, NEW] in [each.value for each in _secrets(edge)]


def _secrets(value):
    if isinstance(value, Secret):
        return [value]
    values = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [found for each in values for found in _secrets(each)]


def test_what_redirects_asks_for_nothing(cloud: Balancers):
    listeners = {"https": cloud.https, "http": Listener(port=80, protocol="http", redirect=443)}
    assert not [key for key in rules(cloud.recorded(listeners=listeners, asks=asks())) if "80" in key and "redirect" not in key]


def test_nobody_is_refused_unless_it_is_asked_for(cloud: Balancers):
    assert not rules(cloud.recorded())


def test_a_network_load_balancer_reads_no_headers(cloud: Balancers):
    assert "which reads no headers; fix: choose kind application" in cloud.faults(**passing(asks=asks()))["asks"]


def test_a_basic_one_of_alibaba_cloud_refuses_nobody(cloud: Balancers):
    if str(cloud.cloud) == "alicloud":
        assert "since basic refuses nobody" in cloud.faults(asks=asks(), edition="basic")["edition"]
