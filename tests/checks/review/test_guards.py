"""What keeps objects from being taken away, and what of it goes."""

from __future__ import annotations

from typing import Any

import pytest

from checks.plan import Cause, Change, Doubt, Kind, Plan, Standing
from checks.review.model import Risk, Tier
from checks.review.risk import risks
from engine.values import UNKNOWN

PREFIX = "urn:pulumi:prod::shop::"
DATABASE = f"{PREFIX}aws:rds/instance:Instance::orders"
GATEWAY = f"{PREFIX}aws:ec2/natGateway:NatGateway::nat"
ROUTES = [f"{PREFIX}aws:ec2/route:Route::{name}" for name in "ab"]


def change(of: str, kind: Kind, old: Any = None, new: Any = None, **more: Any) -> Change:
    return Change(kind=kind, urn=of, old=old or {}, new=new or {}, **more)


def only(plan: Plan) -> Risk:
    (found,) = risks(plan)
    return found


def test_what_the_cloud_refuses_to_delete_ends_the_update_and_stops_nothing():
    found = only(Plan((change(DATABASE, Kind.DELETED, {"deletionProtection": True}),)))
    assert (found.tier, found.refused, found.downtime, found.quiet) == (Tier.REVERSIBLE, True, "", False)
    assert "an update ends there" in found.because


def test_a_guard_that_goes_off_is_told():
    off = change(
        DATABASE, Kind.UPDATED, {"deletionProtection": True}, {"deletionProtection": False}, inputs=("deletionProtection",)
    )
    found = only(Plan((off,)))
    assert found.because.startswith("deletionProtection goes off")
    assert not found.quiet
    on = change(DATABASE, Kind.UPDATED, {}, {"deletionProtection": True}, inputs=("deletionProtection",))
    assert risks(Plan((on,))) == ()


def test_what_is_no_longer_protected_is_told_though_nothing_else_happens_to_it():
    found = only(Plan((), unprotected=(DATABASE,)))
    assert (found.urn, found.kind, found.quiet) == (DATABASE, Kind.UPDATED, False)


def test_nothing_stops_where_all_that_used_it_uses_something_else_by_then():
    gone = change(GATEWAY, Kind.DELETED)
    standing = {GATEWAY: Standing(), **{of: Standing(needs=(GATEWAY,)) for of in ROUTES}}
    moved = [change(of, Kind.UPDATED) for of in ROUTES]
    (found,) = (risk for risk in risks(Plan((gone, *moved), standing=standing)) if risk.urn == GATEWAY)
    assert found.downtime == ""
    (found,) = (risk for risk in risks(Plan((gone, moved[0]), standing=standing)) if risk.urn == GATEWAY)
    assert found.downtime == "whatever uses it, from then on"


@pytest.mark.parametrize(("input_", "tier"), [("kmsKeyId", Tier.LOST), ("allocatedStorage", None)])
def test_an_update_that_is_likely_a_replacement_says_what_that_would_lose(input_: str, tier: Tier | None):
    doubt = Doubt(cause=Cause(input=input_, old="a", new="b"), why="nobody knows")
    plan = Plan((change(DATABASE, Kind.UPDATED, {"skipFinalSnapshot": True}, {}, inputs=(input_,), doubts=(doubt,)),))
    assert [(risk.tier, risk.possible) for risk in risks(plan)] == ([(tier, True)] if tier else [])


def test_what_may_be_replaced_by_a_value_that_is_not_known_may_be_lost():
    cause = Cause(input="vpcId", old="vpc-1", new=UNKNOWN, upstream=(GATEWAY,))
    replaced = change(DATABASE, Kind.REPLACED, {"skipFinalSnapshot": True}, {}, causes=(cause,))
    assert only(Plan((replaced,))).possible
    certain = Cause(input="kmsKeyId", old="a", new="b")
    assert not only(Plan((change(DATABASE, Kind.REPLACED, {}, {}, causes=(cause, certain)),))).possible
