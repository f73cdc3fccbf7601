"""What is alike is told once in a comment, what starts it before what follows, and what nobody would miss is folded."""

from __future__ import annotations

from datetime import date
from typing import Any

from checks.accepted import Accepted
from checks.finding import Finding, Severity
from checks.judgement import Judgement
from checks.plan import Cause, Kind
from checks.review.model import Access, Risk, Tier
from checks.review.replacements import Link, Replacement
from engine.values import UNKNOWN
from tests.support.reviews import DATABASE, PREFIX, VPC, changed, told

SUBNETS = [f"{PREFIX}aws:ec2/subnet:Subnet::java-{index}" for index in range(9)]
TABLES = [f"{PREFIX}aws:ec2/routeTable:RouteTable::java-{index}" for index in range(9)]


def risk(of: str, tier: Tier, **more: Any) -> Risk:
    return Risk(urn=of, kind=Kind.REPLACED, tier=tier, because="other addresses", **more)


def rows(text: str, title: str) -> list[str]:
    """The rows of the table below a title."""
    section = text.partition(f"#### {title}")[2].partition("\n\n")[2].partition("\n\n")[0]
    return section.splitlines()[2:]


def test_risks_that_are_alike_are_a_row_and_what_depends_on_them_is_counted_once():
    reaches = (SUBNETS[0], DATABASE)
    text = told(risks=tuple(risk(of, Tier.EFFORT, reaches=reaches, sites=("java",)) for of in SUBNETS))
    (row,) = rows(text, "Risks")
    assert "replaced: 9 <code>aws:ec2:Subnet</code> <code>java-0</code>, " in row
    assert "<code>java-5</code> and 3 more | reversible with effort" in row
    assert "1 object depends on them in java" in row


def test_what_nothing_brings_back_is_named_in_whole():
    text = told(risks=tuple(risk(of, Tier.LOST) for of in SUBNETS))
    (row,) = rows(text, "Risks")
    assert all(f"<code>java-{index}</code>" in row for index in range(9))


def test_what_comes_back_as_it_was_is_folded_unless_something_stops():
    text = told(risks=(risk(VPC, Tier.REVERSIBLE, downtime="it is gone"), *(risk(of, Tier.REVERSIBLE) for of in TABLES)))
    (row,) = rows(text, "Risks")
    assert "*Meanwhile:* it is gone" in row
    fold = text.partition("<details><summary>⚪ Reversible: 9 replaced</summary>")[2].partition("</details>")[0]
    assert fold.count("\n- ") == 1
    assert "9 <code>aws:ec2:RouteTable</code>" in fold


def test_the_banner_says_what_takes_effort_what_stops_and_what_an_update_refuses():
    text = told(
        changed(VPC, Kind.REPLACED, protected=True),
        risks=(risk(VPC, Tier.EFFORT, downtime="it is gone", refused=True), *(risk(of, Tier.EFFORT) for of in SUBNETS)),
    )
    banner = text.partition("> [!WARNING]\n")[2].partition("\n\n")[0]
    vpc = "<code>aws:ec2:Vpc</code> <code>java/vpc</code>"
    assert banner.splitlines() == [
        f"> **10 objects would come back with effort alone**: {vpc}, 9 <code>aws:ec2:Subnet</code>  ",
        f"> **1 object would stop meanwhile**: {vpc}  ",
        f"> **An update refuses** to take away {vpc}  ",
    ]


def test_the_banner_says_what_is_granted_to_everyone():
    open_port = Access(gained=True, control="security group", who="0.0.0.0/0", may="tcp 22", on="web", urn=VPC, wide="everyone")
    assert "> **1 grant is wide**: <code>tcp 22</code> on <code>web</code> (everyone)" in told(access=(open_port,))


def following(of: str, old: str, by: str = VPC) -> Replacement:
    causes = (Cause(input="cidrBlock", old=old, new=f"{old}0"), Cause(input="vpcId", old="vpc-1", new=UNKNOWN))
    chain = ((Link(urn=by, kind=Kind.REPLACED, inputs=("cidrBlock",)),),)
    return Replacement(urn=of, causes=causes, certain=True, chain=chain)


STARTING = Replacement(urn=VPC, causes=(Cause(input="cidrBlock", old="10.0.0.0/16", new="10.1.0.0/16"),), certain=True)


def test_replacements_of_one_type_by_one_way_are_a_point_below_what_starts_them():
    text = told(replacements=(*(following(of, f"10.0.{index}.0") for index, of in enumerate(SUBNETS)), STARTING))
    section = text.partition("#### Replacements\n\n")[2]
    first, second = (part for part in section.split("\n- ", 1))
    assert first.startswith("- <code>aws:ec2:Vpc</code> <code>java-vpc</code> will be replaced")
    assert second.startswith("9 <code>aws:ec2:Subnet</code>")
    assert "<code>cidrBlock</code>: <code>10.0.0.0</code> → <code>10.0.0.00</code>, and 8 more *forces it*" in second
    assert "<code>vpcId</code>: <code>vpc-1</code> → <code>&#91;unknown&#93;</code> *forces it*" in second
    assert "← <code>aws:ec2:Vpc</code> <code>java-vpc</code> (replaced: <code>cidrBlock</code>)" in second


def test_much_that_follows_is_folded_and_counted():
    types = [f"{PREFIX}aws:ec2/thing{index}:Thing{index}::java-{index}" for index in range(9)]
    text = told(replacements=(*(following(of, "a") for of in types), STARTING))
    opened, _, folded = text.partition("<details><summary>What follows from that: 9 will be replaced</summary>")
    assert "java-vpc" in opened
    assert folded.count("\n- <code>aws:ec2:Thing") == 9


def test_objects_that_change_alike_are_listed_with_their_change_once():
    old, new = {"tags": {"owner": "a"}, "tagsAll": {"owner": "a"}}, {"tags": {"owner": "b"}, "tagsAll": {"owner": "b"}}
    text = told(*(changed(of, Kind.UPDATED, old, new) for of in SUBNETS))
    assert text.count("! updated: aws:ec2:Subnet java-") == 9
    assert text.count("tags.owner: a => b") == 1
    assert "      # each of these 9:\n      ~ tags.owner: a => b\n```" in text


def test_tags_that_the_provider_adds_are_told_where_the_objects_own_stay():
    text = told(
        changed(VPC, Kind.UPDATED, {"tags": {"a": "1"}, "tagsAll": {"a": "1"}}, {"tags": {"a": "1"}, "tagsAll": {"a": "2"}})
    )
    assert "~ tagsAll.a: 1 => 2" in text


def test_access_by_several_objects_is_a_row():
    groups = [f"{PREFIX}aws:ec2/securityGroup:SecurityGroup::java-{index}" for index in range(9)]
    text = told(
        access=tuple(
            Access(gained=True, control="security group", who=who, may="tcp 22", on=f"group-{index}", urn=of)
            for index, of in enumerate(groups)
            for who in ("10.0.0.0/8", "192.168.0.0/16")
        )
    )
    (row,) = rows(text, "Who may do or reach what")
    assert "<code>10.0.0.0/8</code>, <code>192.168.0.0/16</code> | <code>tcp 22</code> | <code>group-0</code>, " in row
    assert "<code>group-5</code> and 3 more |" in row


def test_findings_that_say_the_same_are_a_row_with_where_each_is_declared():
    entry = Accepted(rule="manifest", resource="*", because="known", until=date(2026, 12, 28))
    found = [
        Finding(rule="schema", severity=Severity.ERROR, resource=of, reason="it is wrong", fix="mend it", position=f"a.py:{line}")
        for line, of in enumerate(SUBNETS[:2])
    ]
    text = told(judgement=Judgement(findings=tuple(found), accepted=tuple((each, entry) for each in found)))
    holding, accepted = rows(text, "Findings")
    assert "<code>java-0</code> (<code>a.py&#58;0</code>), <code>java-1</code> (<code>a.py&#58;1</code>)" in holding.replace(
        "a.py:", "a.py&#58;"
    )
    assert "⚪ accepted" in accepted
    assert "<code>java-1</code>" in accepted


def test_a_failure_in_a_sentence_is_a_point_and_a_traceback_a_block():
    text = told(failures=("Traceback:\n  File x\nKeyError: 'a'", "prod.yaml:3:4 sites: none, expected one; fix: name it"))
    assert "### <code>prod</code>: the preview failed\n" in text
    assert "- prod.yaml:3:4 sites: none, expected one; fix: name it\n" in text
    assert "```text\nTraceback:\n  File x\nKeyError: 'a'\n```" in text


def test_long_names_in_tables_may_go_on_in_another_line():
    role = "arn:aws:iam::111122223333:role/deploy"
    text = told(access=(Access(gained=True, control="IAM", who=role, may="s3:GetObject", on="*", urn=VPC),))
    assert "<code>arn:<wbr>aws:<wbr>iam::<wbr>111122223333:<wbr>role/<wbr>deploy</code>" in text
    assert "<code>s3:GetObject</code>" in text
