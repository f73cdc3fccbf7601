"""Plans that were made elsewhere: what either engine prints is read, and told as a plan that was made here."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from checks.accepted import Accepted
from checks.digests import DigestError, digest
from checks.finding import Finding, Severity
from checks.judgement import Judgement
from checks.plan import Kind, Plan
from checks.reading import read
from checks.review.elsewhere import Elsewhere
from checks.review.model import Against, Review
from engine.signatures import UNKNOWN_STRING
from engine.values import UNKNOWN
from views.review_json import document
from views.veil import Veil

PREFIX = "urn:pulumi:prod::shop::"
VPC, SUBNET = f"{PREFIX}aws:ec2/vpc:Vpc::main", f"{PREFIX}aws:ec2/subnet:Subnet::a"
PROVIDER = f"{PREFIX}pulumi:providers:aws::aws::1"


def state(of: str, **inputs: Any) -> dict[str, Any]:
    return {"urn": of, "custom": True, "type": of.split("::")[2], "id": "x", "inputs": inputs, "provider": PROVIDER}


REPLACED = {
    "op": "replace",
    "urn": VPC,
    "provider": PROVIDER,
    "oldState": {**state(VPC, cidrBlock="10.0.0.0/16"), "protect": True},
    "newState": {**state(VPC, cidrBlock="10.1.0.0/16"), "protect": True},
    "diffReasons": ["cidrBlock"],
    "replaceReasons": ["cidrBlock"],
    "detailedDiff": {"cidrBlock": {"kind": "update-replace", "inputDiff": True}},
}
FOUND = {"rule": "r", "severity": "error", "resource": "x", "reason": "", "fix": "", "position": "", "accepted": None}
CREATED = {"op": "create", "urn": SUBNET, "newState": state(SUBNET, vpcId=UNKNOWN_STRING), "detailedDiff": None}


def source(*steps: Any, **more: Any) -> bytes:
    return json.dumps({"config": {"aws:region": "x"}, "steps": list(steps), **more}).encode()


def test_a_digest_is_read_as_the_plan_that_it_is():
    found = digest(source(REPLACED, CREATED), "plan.json")
    subnet, vpc = read(found.result).changes
    assert (found.project, found.stack, found.failures) == ("shop", "prod", ())
    assert (vpc.kind, vpc.protected, [cause.input for cause in vpc.causes]) == (Kind.REPLACED, True, ["cidrBlock"])
    assert (subnet.kind, subnet.new) == (Kind.CREATED, {"vpcId": UNKNOWN})


def test_a_stream_of_events_is_read_alike():
    def event(step: Any) -> Any:
        told = {"op": step["op"], "urn": step["urn"], "old": step.get("oldState"), "new": step.get("newState")}
        detailed = {path: {"diffKind": each["kind"], "inputDiff": True} for path, each in (step["detailedDiff"] or {}).items()}
        reasons = {"keys": step.get("replaceReasons"), "diffs": step.get("diffReasons"), "detailedDiff": detailed or None}
        return {"sequence": 1, "resourcePreEvent": {"metadata": {**told, **reasons}, "planning": True}}

    error = {"diagnosticEvent": {"prefix": "error: ", "message": "error: no such zone\n", "severity": "error"}}
    lines = [{"preludeEvent": {}}, event(REPLACED), event(CREATED), error, {"summaryEvent": {}}]
    found = digest("\n".join(map(json.dumps, lines)).encode(), "events")
    as_document = digest(source(REPLACED, CREATED), "plan.json")
    assert read(found.result).changes == read(as_document.result).changes
    assert found.failures == ("no such zone",)


def test_why_a_preview_failed_is_told():
    told = [{"message": "error: it is broken\n", "severity": "error"}, {"message": "error: preview failed\n", "severity": "error"}]
    assert digest(source(diagnostics=told), "plan.json").failures == ("it is broken",)


def test_what_was_compared_and_found_is_taken_over_as_it_was_said():
    against = Against(what="checkpoint prod.json of 2026-11-22", notes=("3 inputs were redacted",))
    finding = Finding(
        rule="network-moved", severity=Severity.ERROR, resource=VPC, reason="it moves", fix="do not", position="a.py:1:1"
    )
    entry = Accepted(rule="network-moved", resource=VPC, because="empty", until=date(2027, 1, 31))
    judgement = Judgement(findings=(finding,), accepted=((finding, entry),))
    review = document(Review(stack="prod", against=against, plan=Plan(()), judgement=judgement), Veil())
    said = digest(source(CREATED, review=review), "plan.json").said
    assert (said.against, said.judgement) == (against, judgement)
    assert digest(source(CREATED), "plan.json").said == Elsewhere()


@pytest.mark.parametrize(
    "review",
    [
        3,
        {},
        {"against": {"what": 3, "notes": []}, "findings": None},
        {"against": {"what": "", "notes": [{}]}, "findings": None},
        {"against": {"what": "", "notes": []}, "findings": [{"accepted": None}]},
        {"against": {"what": "", "notes": []}, "findings": [{**FOUND, "severity": "fatal"}]},
        {"against": {"what": "", "notes": []}, "findings": [{**FOUND, "accepted": {"because": "", "until": "tomorrow"}}]},
    ],
)
def test_what_is_said_malformed_is_no_plan(review: Any):
    with pytest.raises(DigestError, match="is no plan"):
        digest(source(CREATED, review=review), "plan.json")


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"no json",
        b"[]",
        b"3",
        b"{}",
        b'{"steps": 3}',
        b'{"steps": [{}]}',
        b'{"steps": [{"op": "explode", "urn": "urn:pulumi:a::b::c::d"}]}',
        b'{"steps": [{"op": "create", "urn": "../../etc/passwd"}]}',
        b'{"steps": [{"op": "create", "urn": "urn:pulumi:a::b::c::d", "newState": {"inputs": 3}}]}',
        b'{"steps": [{"op": "update", "urn": "urn:pulumi:a::b::c::d", "detailedDiff": {"a": {}}}]}',
        b'{"steps": [{"op": "same", "urn": "urn:pulumi:a::b::c::d", "newState": {"parent": "urn:pulumi:a::b::c::d"}}]}',
        b"[" * 100_000,
        b"\xff\xfe",
    ],
)
def test_what_is_no_plan_is_refused_in_a_line(text: bytes):
    with pytest.raises(DigestError, match="fix: give what `pulumi preview --json`"):
        digest(text, "plan.json")
