"""A workload behind CDNs: its load balancer asks for what they send, on each cloud."""

from __future__ import annotations

import json

import pulumi
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from components.contracts import EdgeKey, Entrance, Expose, Fronted
from components.contracts.entries import entries
from components.errors import ArgumentsError
from tests.components.kubernetes.test_expose import BOTH, INGRESS, PREFIX, PUBLIC, workload
from tests.support.schema import Secret

NEW, OLD = "n" * 16, "b" * 16
WWW = "www.shop.example"
BELOW = f"*.{WWW}"


def key(*values, opened=("/healthz",)):
    return EdgeKey(header="X-Edge-Key", values=values or (NEW,), open=opened)


def expose(asks=None, through=PUBLIC):
    fronted = {"www": Fronted(host=WWW, checked=(BELOW,), key=asks or key())}
    return Expose(host=WWW, aliases=(BELOW,), through=through, fronted=fronted)


def rules(found):
    """By name in the cluster: the order, and of each rule its host, path, kind and backend."""
    made = {}
    for each in found.of(INGRESS):
        notes = each.inputs["metadata"]["annotations"]
        (order,) = (int(value) for note, value in notes.items() if note.endswith("order"))
        paths = [
            (rule["host"], path["path"], path["pathType"], path["backend"]["service"]["name"])
            for rule in each.inputs["spec"]["rules"]
            for path in rule["http"]["paths"]
        ]
        made[each.inputs["metadata"]["name"]] = (order, paths)
    return made


@BOTH
def test_users_names_ask_for_it_sites_names_answer_checks_alone_and_the_rest_is_refused(delivery, annotations):
    assert rules(workload(delivery, expose())) == {
        "storefront": (500, [(WWW, "/", "Prefix", "storefront")]),
        "storefront-checks-www": (992, [(BELOW, "/healthz", "Exact", "storefront")]),
        "storefront-refused": (1000, [(WWW, "/", "Prefix", "storefront"), (BELOW, "/", "Prefix", "storefront")]),
    }


@BOTH
def test_each_controller_is_told_in_its_own_words(delivery, annotations):
    made = {each.inputs["metadata"]["name"]: each.inputs for each in workload(delivery, expose()).of(INGRESS)}
    own = {note: value for note, value in made["storefront"]["metadata"]["annotations"].items() if note not in annotations}
    eks = [{"field": "http-header", "httpHeaderConfig": {"httpHeaderName": "X-Edge-Key", "values": [NEW]}}]
    ack = [{"type": "Header", "headerConfig": {"key": "X-Edge-Key", "values": [NEW]}}]
    on_eks = f"{PREFIX}/success-codes" in annotations
    assert {note: json.loads(value) for note, value in own.items()} == {f"{PREFIX}/conditions.storefront": eks if on_eks else ack}
    assert not [note for note in made["storefront-checks-www"]["metadata"]["annotations"] if "conditions" in note]
    refused = json.loads(made["storefront-refused"]["metadata"]["annotations"][f"{PREFIX}/actions.storefront"])
    answer = refused["fixedResponseConfig"] if on_eks else refused[0]["FixedResponseConfig"]
    assert answer["statusCode" if on_eks else "httpCode"] == "403"
    (port,) = {
        rule["http"]["paths"][0]["backend"]["service"]["port"]["name"] for rule in made["storefront-refused"]["spec"]["rules"]
    }
    assert port == "use-annotation"


@BOTH
def test_what_it_asks_for_stays_secret_and_which_of_two_is_sent_changes_nothing(delivery, annotations):
    def asked(*values):
        secrets = lambda: expose(key(*map(pulumi.Output.secret, values)))  # noqa: E731 - made inside the program
        return workload(delivery, secrets).one(INGRESS, "main-storefront-ingress").inputs["metadata"]["annotations"]

    told = asked(OLD, NEW)
    assert told == asked(NEW, OLD)
    hidden = told[f"{PREFIX}/conditions.storefront"]
    assert isinstance(hidden, Secret)
    assert json.dumps([OLD, NEW]) in hidden.value


@given(
    aliases=st.lists(st.sampled_from(["shop.example", "*.shop.example", BELOW, f"jakarta.{WWW}", "m.shop.example"]), unique=True),
    path=st.sampled_from(["/", "/shop", "/" + "a" * 120]),
    opened=st.lists(st.sampled_from(["/", "/healthz", "/live"]), unique=True),
)
@settings(max_examples=200, deadline=None)
def test_nothing_of_a_fronted_name_is_answered_without_it_but_checks(aliases, path, opened):
    checked = tuple(host for host in (BELOW, f"jakarta.{WWW}") if host in aliases)
    told = {"www": Fronted(host=WWW, checked=checked, key=key(opened=tuple(opened)))}
    made = entries((WWW, *aliases), path, told)
    assert len({each.key for each in made}) == len(made)
    assert all(1 <= each.order <= 1000 for each in made)
    for host in (WWW, *checked):
        (*let_in, last) = sorted((each for each in made if host in each.hosts), key=lambda each: each.order)
        assert (last.refuses, last.paths) == (True, (path,))
        assert all(each.asks or (each.exact and set(each.paths) == set(opened)) for each in let_in)
        assert all(each.order < last.order for each in let_in)
    others = [host for host in aliases if host not in checked]
    assert {host for each in made if not each.asks and not each.exact and not each.refuses for host in each.hosts} == set(others)


@pytest.mark.parametrize(
    ("wrong", "expected"),
    [
        (lambda: key(NEW, OLD, "c"), r"EdgeKey\.values: 3, expected 1 or 2 values"),
        (lambda: key(opened=("healthz",)), r"EdgeKey\.open\.0"),
        (lambda: key(opened=tuple(f"/{each}" for each in range(6))), r"EdgeKey\.open: 6, expected 5 paths at most"),
        (lambda: expose(through=Entrance(name="public", namespace="gateways")), r"Expose\.fronted: .*expected an Ingress"),
    ],
)
def test_what_no_load_balancer_can_be_told_is_refused(wrong, expected):
    with pytest.raises(ArgumentsError, match=expected):
        wrong()
