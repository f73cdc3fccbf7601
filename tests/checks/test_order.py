"""A plan is told in one order, however its program's calls arrived."""

from __future__ import annotations

from checks.order import places
from engine.events import Op, Step
from engine.resource import Resource

PREFIX = "urn:pulumi:dev::shop::"
ROOT, NET, A, B = (
    f"{PREFIX}{rest}" for rest in ("shop:index:Site::java", "shop:index:Net::net", "aws:ec2/subnet:Subnet::a", "x:y:Z::a")
)


def step(urn: str, parent: str = "") -> Step:
    type_ = urn.split("::")[2]
    return Step(op=Op.SAME, urn=urn, type=type_, new=Resource(urn=urn, type=type_, parent=parent))


def test_what_stands_in_something_comes_after_it_and_siblings_by_name_and_type():
    steps = [step(B, NET), step(A, NET), step(NET, ROOT), step(ROOT)]
    for given in (steps, steps[::-1]):
        assert sorted((each.urn for each in given), key=places(given)) == [ROOT, NET, A, B]


def test_a_circle_of_parents_ends():
    place = places([step(A, B), step(B, A)])
    assert place(A)
