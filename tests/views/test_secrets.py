"""Whatever holds a secret, no view shows it."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from engine.events import Event, Op, OutputsChanged, PropertyDiff, Step, StepDone, StepStarted, Summary
from engine.resource import Resource
from engine.values import Archive, Asset, Output, Secret
from views.board import Board
from views.detail import Detail
from views.digest import Digest
from views.log import Log
from views.sections import sections
from views.stream import Stream
from views.tree import tree

STACK = "urn:pulumi:dev::shop::pulumi:pulumi:Stack::shop-dev"
URN = "urn:pulumi:dev::shop::aws:ec2/vpc:Vpc::net"
plain = st.none() | st.booleans() | st.integers(-9, 9) | st.sampled_from(["", "a", '{"a": 1}', "a: 1\nb: 2\n"])
hidden = st.sampled_from(
    [
        Secret("planted"),
        Secret({"key": ["planted"]}),
        Output("planted", secret=True),
        Output(["planted"], secret=True),
        Secret(Asset("a" * 64, text="planted")),
        Secret(Archive("b" * 64, assets={"a": Asset("c" * 64, text="planted")})),
    ]
)
values = st.recursive(
    plain | hidden,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abc"), inner, max_size=3),
    max_leaves=8,
)
properties = st.dictionaries(st.sampled_from(["a", "b", "tags"]), values, max_size=3)
paths = st.dictionaries(
    st.sampled_from(["a", "b.a", "tags", "tags.a", "tags[0]", "tags[0].b", "c"]),
    st.builds(PropertyDiff, st.sampled_from(["add", "delete", "update", "update-replace"]), st.booleans()),
    max_size=4,
)


def resource(urn: str, inputs: dict[str, Any], outputs: dict[str, Any]) -> Resource:
    return Resource(urn=urn, type="aws:ec2/vpc:Vpc", custom=urn == URN, parent=STACK, id="i", inputs=inputs, outputs=outputs)


@given(
    op=st.sampled_from([Op.CREATE, Op.UPDATE, Op.REPLACE, Op.DELETE, Op.SAME]),
    sets=st.tuples(*[properties] * 4),
    detailed=st.none() | paths,
)
def test_no_view_shows_a_secret(op, sets, detailed):
    old = None if op is Op.CREATE else resource(URN, sets[0], sets[1])
    new = None if op is Op.DELETE else resource(URN, sets[2], sets[3])
    step = Step(op=op, urn=URN, type="aws:ec2/vpc:Vpc", old=old, new=new, detailed_diff=detailed)
    root = Step(
        op=Op.SAME,
        urn=STACK,
        type="pulumi:pulumi:Stack",
        old=Resource(urn=STACK, type="pulumi:pulumi:Stack", outputs=sets[0]),
        new=Resource(urn=STACK, type="pulumi:pulumi:Stack"),
    )
    events: list[Event] = [
        StepStarted(root),
        StepStarted(step),
        StepDone(step, 0.1),
        OutputsChanged(STACK, sets[0], sets[2]),
        Summary(preview=False, changes={op: 1}),
    ]
    for preview in (True, False):
        assert "planted" not in everything(events, preview=preview)


def everything(events: list[Event], *, preview: bool) -> str:
    """What every view says of the events."""
    board, log = (Board("shop", "dev", preview=preview) for _ in range(2))
    details = [Detail(preview=preview, short=short) for short in (True, False)]
    logged, digest, stream = Log(log), Digest({}), Stream({}, preview=preview, clock=lambda: 0)
    said = []
    for event in events:
        board.fold(event)
        digest.fold(event)
        said += [line.plain for line in logged.fold(event)]
        said += [detail.fold(event).plain for detail in details]
        said.append(stream.fold(event))
    said += [line.plain for line in tree(board)]
    return "".join([*said, sections(board).plain, str(digest)])
