"""What policies found and changed, in the words and the places that `pulumi` has for it; the texts are what it printed."""

from __future__ import annotations

import json

import pytest

from engine.events import (
    Analysis,
    Diagnostic,
    EnforcementLevel,
    PoliciesLoading,
    PolicyRemediation,
    PolicySummary,
    PolicyViolation,
    Severity,
    Summary,
)
from engine.values import Secret
from views.board import Board
from views.detail import Detail
from views.digest import Digest
from views.log import Log
from views.options import DisplayOptions
from views.sections import sections
from views.stream import Stream
from views.tree import tree

VPC = "urn:pulumi:dev::cases::aws:ec2/vpc:Vpc::vpc"
SUBNET = "urn:pulumi:dev::cases::aws:ec2/subnet:Subnet::subnet"
STACK = "urn:pulumi:dev::cases::pulumi:pulumi:Stack::cases-dev"
PACKS = {"demo|local|pack": "1.2.3"}


def violation(urn, policy, message, level="advisory", severity=""):
    return PolicyViolation(
        urn=urn, message=message, policy=policy, pack="demo", version="1.2.3", level=EnforcementLevel(level), severity=severity
    )


REMEDIATED = PolicyRemediation(
    urn=VPC,
    policy="fix",
    pack="demo",
    version="1.2.3",
    before={"cidrBlock": "10.0.0.0/16", "tags": {"a": Secret("s3cret")}},
    after={"cidrBlock": "10.0.0.0/16", "enableDnsHostnames": True, "tags": {"a": Secret("s3cret")}},
)
FOUND = [
    REMEDIATED,
    violation(VPC, "no-vpc", "VPCs are bad.\nno vpcs", severity="high"),
    violation(STACK, "whole", "Whole.\nwhole stack 4\n"),
    violation(SUBNET, "subnets", "Subnets bad.\ntwo\nlines", "mandatory"),
]


def board(events, packs=PACKS, **options):
    folded = Board("cases", "dev", preview=True, options=DisplayOptions(**options))
    for event in (*events, Summary(preview=True, policy_packs=packs)):
        folded.fold(event)
    return folded


def test_the_section_under_the_tree_sorts_what_was_found_and_a_mandatory_violation_leaves_the_summary_out():
    assert (
        sections(board([*FOUND, Diagnostic("preview failed", Severity.ERROR)])).plain
        == """\
Policies:
    ❌ demo@v1.2.3 (local: pack)
        - [remediate]  fix  (1 resource)
        - [mandatory]  subnets  (aws:ec2:Subnet: subnet)
          Subnets bad.
          two
          lines
        - [advisory] [severity: high]  no-vpc  (aws:ec2:Vpc: vpc)
          VPCs are bad.
          no vpcs
        - [advisory]  whole  (pulumi:pulumi:Stack: cases-dev)
          Whole.
          whole stack 4

Diagnostics:
  pulumi:pulumi:Stack (cases-dev):
    error: preview failed

"""
    )


@pytest.mark.parametrize(("found", "mark"), [([], "✅"), (FOUND[:1], "✅"), (FOUND[:2], "⚠️"), (FOUND, "❌")])
def test_a_pack_is_marked_by_the_worst_that_it_found(found, mark):
    text = sections(board(found)).plain
    assert f"    {mark} demo@v1.2.3 (local: pack)\n" in text
    assert ("Resources:" in text) is (mark != "❌")


def test_each_remediation_is_told_on_request_and_none_that_changed_nothing():
    nothing = PolicyRemediation(urn=SUBNET, policy="idle", pack="demo", version="1.2.3", before={"a": 1}, after={"a": 1})
    text = sections(board([REMEDIATED, nothing], remediations=True)).plain
    assert "        - [remediate]  fix  (aws:ec2:Vpc: vpc) [diff: +enableDnsHostnames]\n\n" in text
    assert "idle" not in text


def test_a_violation_brings_no_row_and_a_remediation_does():
    assert "aws:ec2:Vpc" not in "".join(line.plain for line in tree(board(FOUND[1:2])))
    assert "aws:ec2:Vpc" in "".join(line.plain for line in tree(board(FOUND[:1])))
    log = Log(Board("cases", "dev", preview=False))
    assert [line.plain for line in log.fold(REMEDIATED)] == ["    aws:ec2:Vpc vpc\n"]
    assert log.fold(FOUND[3]) == []


def test_the_rich_diff_tells_each_where_it_happens_and_lists_the_packs():
    detail = Detail(preview=True)
    text = "".join(detail.fold(event).plain for event in (*FOUND[:2], Summary(preview=True, policy_packs=PACKS)))
    assert (
        text
        == """\
    demo@v1.2.3 [remediate]  fix  (aws:ec2:Vpc: vpc)
      + enableDnsHostnames: true

    demo@v1.2.3 [advisory] [severity: high]  no-vpc  (aws:ec2:Vpc: vpc)VPCs are bad.
no vpcs
Resources:

Policy Packs run:
    Name             Version
    demo|local|pack  1.2.3
"""
    )


def test_urns_are_shown_on_request():
    detail = Detail(preview=True, options=DisplayOptions(urns=True))
    assert detail.fold(FOUND[2]).plain.startswith(f"    demo@v1.2.3 [advisory]  whole  (pulumi:pulumi:Stack: {STACK})Whole.\n")


def test_the_event_stream_has_pulumis_events_and_no_secret():
    stream = Stream({}, preview=False, clock=lambda: 0)
    summaries = [
        PolicySummary(analysis=Analysis.ANALYZE, urn=VPC, pack="demo", version="1.2.3", passed=("a", "b"), failed=()),
        PolicySummary(analysis=Analysis.ANALYZE_STACK, urn="", pack="demo", version="1.2.3", passed=(), failed=("whole",)),
    ]
    events = [PoliciesLoading(), *FOUND[:2], *summaries, Summary(preview=False, failed=True, policy_packs=PACKS)]
    lines = [json.loads(stream.fold(event)) for event in events]
    told = [next((key, value) for key, value in line.items() if key not in ("sequence", "timestamp")) for line in lines]
    pack = {"policyPackName": "demo", "policyPackVersion": "1.2.3", "policyPackVersionTag": "1.2.3"}
    remediation = told[1][1]
    assert [key for key, _ in told] == [
        "policyLoadEvent",
        "policyRemediationEvent",
        "policyEvent",
        "policyAnalyzeSummaryEvent",
        "policyAnalyzeStackSummaryEvent",
        "summaryEvent",
    ]
    assert {**remediation, "before": None, "after": None} == {
        "resourceUrn": VPC,
        "color": "raw",
        "policyName": "fix",
        **pack,
        "before": None,
        "after": None,
    }
    assert remediation["after"].keys() - remediation["before"].keys() == {"enableDnsHostnames"}
    assert "s3cret" not in json.dumps(lines)
    assert told[2][1] == {
        "resourceUrn": VPC,
        "message": "VPCs are bad.\nno vpcs\n",
        "color": "never",
        "policyName": "no-vpc",
        **pack,
        "enforcementLevel": "advisory",
        "severity": "high",
    }
    assert told[3][1] == {"resourceUrn": VPC, **pack, "passed": ["a", "b"]}
    assert told[4][1] == {**pack, "failed": ["whole"]}
    assert told[5][1]["PolicyPacks"] == PACKS


def test_a_digest_says_nothing_of_policies():
    digest = Digest({})
    for event in FOUND:
        digest.fold(event)
    assert digest.document == {}
