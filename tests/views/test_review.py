"""What reviewers are told, in a terminal and as JSON: the worst first, what is alike together, no secret in either."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from checks.finding import Finding, Severity
from checks.judgement import Judgement
from checks.plan import ENVIRONMENT, SITE, Cause, Change, Component, Kind, Plan
from checks.review.model import Access, Against, Review, Risk, Tier
from checks.review.renames import Rename
from checks.review.replacements import Link, Replacement
from engine.values import UNKNOWN, Secret
from views import looks
from views.review import page
from views.review_json import document
from views.veil import Veil

PREFIX = "urn:pulumi:prod::shop::"
ROOT, JAVA = f"{PREFIX}{ENVIRONMENT}::prod", f"{PREFIX}{ENVIRONMENT}${SITE}::java"
VPC, ORDERS, LOGS = (
    f"{PREFIX}aws:{name}" for name in ("ec2/vpc:Vpc::java-vpc", "rds/instance:Instance::java-orders", "s3/bucket:Bucket::java-logs")
)
TRAIL = f"{PREFIX}aws:cloudtrail/trail:Trail::trail"
TABLES = [f"{PREFIX}aws:ec2/routeTable:RouteTable::java-{name}" for name in ("a", "b")]
PASSWORD = "correct-horse-battery"
CIDR = Cause(input="cidrBlock", old="10.0.0.0/16", new="10.1.0.0/16")
REVIEW = Review(
    stack="prod",
    against=Against(what="main at 1a2b3c4", notes=("it has changes",)),
    plan=Plan(
        (
            Change(kind=Kind.DELETED, urn=ORDERS, parent=JAVA, old={"name": "orders"}),
            Change(kind=Kind.DELETED, urn=LOGS, parent=JAVA),
            Change(
                kind=Kind.REPLACED,
                urn=VPC,
                parent=JAVA,
                old={"cidrBlock": "10.0.0.0/16", "tags": {"of": Secret("older-secret")}},
                new={"cidrBlock": "10.1.0.0/16", "tags": {"of": f"postgres://app:{PASSWORD}@db"}},
                inputs=("cidrBlock", "tags"),
            ),
            *(
                Change(kind=Kind.UPDATED, urn=of, parent=JAVA, new={"vpcId": UNKNOWN}, inputs=("vpcId",), sources={"vpcId": (VPC,)})
                for of in TABLES
            ),
        ),
        {
            ROOT: Component(urn=ROOT, old={}, new={}),
            JAVA: Component(urn=JAVA, parent=ROOT, old={}, new={}),
        },
    ),
    judgement=Judgement(findings=(Finding(rule="manifest", severity=Severity.ERROR, resource=VPC, reason=PASSWORD, fix="mend"),)),
    risks=(
        Risk(urn=ORDERS, kind=Kind.DELETED, tier=Tier.LOST, because=f"no snapshot of {PASSWORD}", reaches=(VPC,), sites=("java",)),
        Risk(urn=LOGS, kind=Kind.DELETED, tier=Tier.BACKUP, because="it keeps versions"),
        Risk(urn=VPC, kind=Kind.REPLACED, tier=Tier.EFFORT, because="other addresses", downtime="it is gone", reaches=(VPC, LOGS)),
        *(Risk(urn=of, kind=Kind.REPLACED, tier=Tier.REVERSIBLE, because="it says only") for of in TABLES),
    ),
    replacements=(
        *(
            Replacement(
                urn=of,
                causes=(Cause(input="vpcId", old="vpc-1", new=UNKNOWN, upstream=(VPC,)),),
                certain=False,
                chain=((Link(urn=VPC, kind=Kind.REPLACED, inputs=("cidrBlock",)),),),
            )
            for of in TABLES
        ),
        Replacement(urn=VPC, causes=(CIDR,), certain=True, deleted_first=True),
        Replacement(urn=TRAIL, causes=(Cause(input="name", old="a", new=PASSWORD),), certain=False, because=(f"of {PASSWORD}",)),
    ),
    renames=(
        Rename(
            old=LOGS, new=f"{PREFIX}aws:s3/bucket:Bucket::java-trail", alias='aliases=[pulumi.Alias(name="java-logs")]', objects=3
        ),
    ),
    access=(
        Access(gained=False, control="IAM", who="role/app", may="denied: s3:*", on="*", urn=LOGS, site="java"),
        Access(
            gained=True, control="security group", who="0.0.0.0/0", may="tcp 22", on="web", urn=VPC, site="java", wide="everyone"
        ),
    ),
)
VEIL = Veil([Secret(PASSWORD), Secret("older-secret")])


def test_the_whole_text():
    assert page(REVIEW, VEIL).plain == (
        "\n"
        "Risks: 1 unrecoverable, 1 from backup, 1 reversible with effort, 2 reversible\n"
        "    unrecoverable: no snapshot of [secret]\n"
        "        -  aws:rds:Instance java/orders, on which 1 object depends in java\n"
        "    from backup: it keeps versions\n"
        "        -  aws:s3:Bucket java/logs\n"
        "    reversible with effort: other addresses\n"
        "        +- aws:ec2:Vpc java/vpc, on which 2 objects depend\n"
        "        meanwhile: it is gone\n"
        "\n"
        "Replacements:\n"
        "    certain; the old one goes first\n"
        "        +- aws:ec2:Vpc java/vpc\n"
        "            cidrBlock: 10.0.0.0/16 => 10.1.0.0/16\n"
        "    possible, by a value that only the update can tell; the new one comes first\n"
        "        +- aws:ec2:RouteTable java/a\n"
        "        +- aws:ec2:RouteTable java/b\n"
        "            vpcId: vpc-1 => [unknown]\n"
        "            <- aws:ec2:Vpc java/vpc (replaced: cidrBlock)\n"
        "\n"
        "May be replaced, though planned as updates:\n"
        "    because of [secret]\n"
        "        ~  aws:cloudtrail:Trail trail: name\n"
        "\n"
        "Renamed, as it seems; with its option, nothing happens to what is deleted and made again:\n"
        "    aws:s3:Bucket java-logs => java-trail (3 objects)\n"
        '        aliases=[pulumi.Alias(name="java-logs")]\n'
        "\n"
        "Access:\n"
        "    security group java/vpc\n"
        "        + 0.0.0.0/0 may reach tcp 22 on web (everyone)\n"
        "    IAM java/logs\n"
        "        - role/app is denied s3:* on *\n"
    )


def test_the_worst_is_red_and_what_lets_everyone_in_a_warning():
    styles = {text.strip(): style for text, style in page(REVIEW, VEIL).fragments}
    assert styles["unrecoverable:"] == looks.ERROR
    assert styles["reversible with effort:"] == looks.WARNING
    assert styles["+"] == looks.WARNING


@pytest.mark.parametrize("width", [40, 80])
def test_no_line_is_wider_than_there_are_columns_where_words_allow(width: int):
    told = replace(REVIEW, risks=(replace(REVIEW.risks[0], because="word " * 40),), replacements=(), renames=(), access=())
    lines = page(told, VEIL, width).plain.splitlines()
    assert max(len(line) for line in lines if "word" in line) <= width
    assert any(line.startswith("            word") for line in lines)


def test_nothing_to_tell_is_said():
    told = page(Review(stack="dev", against=Against(what="the state"), plan=Plan(())), Veil()).plain
    assert told == "\nNothing is lost, replaced or renamed, and nobody may do more than before.\n"


def test_names_of_others_cannot_command_the_terminal():
    nasty = replace(REVIEW.risks[0], urn=f"{PREFIX}aws:s3/bucket:Bucket::\x1b[31mred")
    assert "\x1b" not in page(replace(REVIEW, risks=(nasty,)), VEIL).plain


def test_the_same_as_json():
    told = document(REVIEW, VEIL)
    assert told["against"] == {"what": "main at 1a2b3c4", "notes": ["it has changes"]}
    assert told["counts"] == {"created": 0, "imported": 0, "updated": 2, "replaced": 1, "deleted": 2}
    assert [risk["tier"] for risk in told["risks"]] == [risk.tier for risk in REVIEW.risks]
    assert told["risks"][0]["because"] == "no snapshot of [secret]"
    assert told["replacements"][2]["causes"] == [{"input": "cidrBlock", "old": "10.0.0.0/16", "new": "10.1.0.0/16"}]
    assert told["replacements"][0]["chain"] == [[{"urn": VPC, "kind": "replaced", "inputs": ["cidrBlock"]}]]
    assert told["renames"][0]["alias"] == 'aliases=[pulumi.Alias(name="java-logs")]'
    assert {granted["wide"] for granted in told["access"]} == {"", "everyone"}
    changes = {change["urn"]: change for change in told["changes"]}
    assert changes[VPC]["differences"][1] == {
        "path": "tags.of",
        "kind": "update",
        "old": "[secret]",
        "new": "postgres://app:[secret]@db",
    }
    assert changes[TABLES[0]]["differences"][0]["from"] == [VPC]
    assert changes[ORDERS]["differences"] == []
    assert told["findings"][0]["reason"] == "[secret]"
    assert document(replace(REVIEW, judgement=None), VEIL)["findings"] is None
    text = json.dumps(told)
    assert PASSWORD not in text
    assert "older-secret" not in text
