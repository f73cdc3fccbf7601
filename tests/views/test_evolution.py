"""From one environment to another, as text: counts by site, what is lost and where that comes from, what is refused."""

from __future__ import annotations

import json

from checks.evolution import judged
from checks.plan import ENVIRONMENT, SITE, Cause, Change, Component, Kind, Plan
from engine.values import UNKNOWN, Secret
from views.evolution import page, said
from views.evolution_json import document
from views.veil import Veil

PREFIX = "urn:pulumi:dev::shop::"
ROOT, HERE, THERE = f"{PREFIX}{ENVIRONMENT}::dev", f"{PREFIX}{ENVIRONMENT}${SITE}::jakarta", f"{PREFIX}{ENVIRONMENT}${SITE}::batam"
VPC, TABLE, ROUTE = (f"{PREFIX}aws:ec2/{name}" for name in ("vpc:Vpc::net", "routeTable:RouteTable::public", "route:Route::out"))


def replaced(urn: str, input_: str, old: object, new: object, *upstream: str, protected: bool = False) -> Change:
    cause = Cause(input=input_, old=old, new=new, upstream=upstream)
    return Change(kind=Kind.REPLACED, urn=urn, parent=HERE, protected=protected, causes=(cause,))


PLAN = Plan(
    (
        Change(kind=Kind.CREATED, urn=f"{PREFIX}aws:ec2/eip:Eip::new", parent=THERE),
        Change(kind=Kind.IMPORTED, urn=f"{PREFIX}aws:ec2/eip:Eip::old", parent=THERE),
        Change(kind=Kind.DELETED, urn=f"{PREFIX}aws:s3/bucket:Bucket::logs"),
        replaced(VPC, "cidrBlock", "10.0.0.0/16", "10.1.0.0/16", protected=True),
        replaced(TABLE, "vpcId", "vpc-1", UNKNOWN, VPC),
        replaced(ROUTE, "routeTableId", Secret("planted"), UNKNOWN, TABLE),
    ),
    {
        component.urn: component
        for component in (
            Component(
                urn=ROOT, old={"sites": {"jakarta": {"cidr": "10.0.0.0/16"}}}, new={"sites": {"jakarta": {"cidr": "10.1.0.0/16"}}}
            ),
            Component(urn=THERE, parent=ROOT, old={}, new={}),
            Component(urn=HERE, parent=ROOT, old={}, new={}),
        )
    },
)


def test_the_whole_text():
    assert page(judged(PLAN, allow=["nothing-like-it"]), Veil()).plain == (
        "           created  imported  updated  replaced  deleted\n"
        "batam            1         1        0         0        0\n"
        "jakarta          0         0        0         3        0\n"
        "(no site)        0         0        0         0        1\n"
        "all              1         1        0         3        1\n"
        "\n"
        "What the environment says anew:\n"
        "    sites.jakarta.cidr: 10.0.0.0/16 => 10.1.0.0/16\n"
        "\n"
        "Replaced or deleted:\n"
        " -  aws:s3/bucket:Bucket logs: reversible\n"
        "\n"
        "Replaced or deleted by sites.jakarta.cidr:\n"
        " +- aws:ec2/vpc:Vpc net (protected): reversible with effort\n"
        "        whatever stands in it must be made again, with other addresses; it is protected, so an update refuses\n"
        "        cidrBlock: 10.0.0.0/16 => 10.1.0.0/16\n"
        " +- aws:ec2/routeTable:RouteTable public: reversible\n"
        "        vpcId: vpc-1 => [unknown] <- net (replaced)\n"
        " +- aws:ec2/route:Route out: reversible\n"
        "        routeTableId: [secret] => [unknown] <- public (replaced) <- net (replaced)\n"
        "\n"
        "Refused:\n"
        "    network-moved net: this VPC would be replaced, by cidrBlock; fix: take sites.jakarta.cidr back, or allow it with "
        "--allow 'net'\n"
        "warning: --allow nothing-like-it allows nothing that was found\n"
        "\n"
        "Refused: 1 of 4 objects that would be replaced or deleted may not be.\n"
    )


def test_nothing_and_little():
    assert page(judged(Plan(())), Veil()).plain.endswith("\nNothing changes.\n")
    assert page(judged(Plan(PLAN.changes[:1], PLAN.components)), Veil()).plain.endswith("\nFine: nothing is replaced or deleted.\n")


def test_values_are_said_as_an_environment_has_them():
    assert [said(value) for value in (None, True, 2.0, ["a", "b"], {"to": "logs", "days": 7}, Secret("x"))] == [
        "nothing",
        "true",
        "2",
        "[a, b]",
        "{days: 7, to: logs}",
        "[secret]",
    ]
    assert said("x" * 80) == f"{'x' * 59}…"


def test_the_document_masks_secrets():
    text = document(judged(PLAN), Veil(), stack="dev")
    assert "planted" not in text
    found = json.loads(text)
    assert found["edits"] == [{"path": "sites.jakarta.cidr", "old": "10.0.0.0/16", "new": "10.1.0.0/16"}]
    assert found["changes"][-1]["causes"][0]["old"] == "[secret]"
    assert found["changes"][-1]["edits"] == ["sites.jakarta.cidr"]
    assert found["changes"][0]["risk"] is None
    assert found["changes"][3]["risk"]["tier"] == "reversible with effort"


def test_what_is_known_to_be_secret_is_masked_in_what_is_not_marked():
    url = Change(kind=Kind.REPLACED, urn=VPC, parent=HERE, causes=(Cause(input="url", old="postgres://app:planted@db"),))
    evolution = judged(Plan((url,), PLAN.components))
    veil = Veil([Secret("planted")])
    assert "url: postgres://app:[secret]@db => nothing" in page(evolution, veil).plain
    assert "planted" not in document(evolution, veil, stack="dev")
