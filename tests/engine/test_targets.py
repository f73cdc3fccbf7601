"""Previews, updates and destructions of a part of a stack."""

from __future__ import annotations

import textwrap
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import EngineError
from engine.targets import Selection, UrnTargets
from tests.support.programs import HEAD, Stack, errors, ops

CHAIN = """
a = aws.ec2.Vpc("a", cidr_block="10.0.0.0/16", tags={"s": str(step)})
b = aws.ec2.Subnet("b", vpc_id=a.id, cidr_block="10.0.0.0/24", tags={"s": str(step)})
c = aws.ec2.Eip("c", tags={"b": b.id, "s": str(step)})
d = aws.ec2.Vpc("d", cidr_block="10.1.0.0/16", tags={"s": str(step)})
pulumi.export("s", step)
"""
GROWN = (
    CHAIN
    + """
if step:
    n = aws.ec2.Vpc("n", cidr_block="10.5.0.0/16")
    m = aws.ec2.Subnet("m", vpc_id=n.id, cidr_block="10.5.0.0/24")
"""
)
SHRUNK = """
if step == 0:
    a = aws.ec2.Vpc("a", cidr_block="10.0.0.0/16")
    b = aws.ec2.Subnet("b", vpc_id=a.id, cidr_block="10.0.0.0/24")
d = aws.ec2.Vpc("d", cidr_block="10.1.0.0/16", tags={"s": str(step)})
"""
COMPONENT = """
class C(pulumi.ComponentResource):
    def __init__(self, name):
        super().__init__("my:index:C", name, {"s": step})
        self.v = aws.ec2.Vpc(name + "-v", cidr_block="10.0.0.0/16", tags={"s": str(step)}, opts=Opts(parent=self))
        self.register_outputs({})
C("one")
if step == 2:
    C("two")
"""
URN = "urn:pulumi:dev::cases::"
VPC, SUBNET, EIP = f"{URN}aws:ec2/vpc:Vpc::", f"{URN}aws:ec2/subnet:Subnet::", f"{URN}aws:ec2/eip:Eip::"


@pytest.fixture
def stack(tmp_path: Path):
    """A stack whose program has been applied at step 0, and stands at step 1."""

    def make(body: str) -> Stack:
        made = Stack(tmp_path, HEAD + textwrap.dedent(body))
        made.configure(step=0)
        assert made.update().exit_code == 0
        made.configure(step=1)
        return made

    return make


def targets(*urns: str, **others: Any) -> Selection:
    return Selection(targets=UrnTargets(urns), **others)


def excludes(*urns: str, **others: Any) -> Selection:
    return Selection(excludes=UrnTargets(urns), **others)


def replacing(*urns: str, **others: Any) -> Selection:
    return Selection(replacements=UrnTargets(urns), **others)


def changed(stack: Stack, selection: Selection) -> set[str]:
    """What an update changes; the state says the same as its steps."""
    before = stack.resources()
    result = stack.update(selection=selection)
    assert result.exit_code == 0, errors(result)
    told = {op for op in ops(result) if not op.startswith("same")}
    after = stack.resources()
    differing = {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}
    assert differing - {"cases-dev"} == {op.partition(" ")[2] for op in told}
    return told


@pytest.mark.parametrize(
    ("selection", "expected"),
    [
        (targets(f"{VPC}a"), {"update a"}),
        (targets(f"{VPC}a", target_dependents=True), {"update a", "update b", "update c"}),
        (targets(f"{URN}aws:ec2/vpc:*::*"), {"update a", "update d"}),
        (targets("**::c"), {"update c"}),
        (excludes(f"{SUBNET}b"), {"update a", "update c", "update d"}),
        (excludes(f"{SUBNET}b", exclude_dependents=True), {"update a", "update d"}),
        (targets(f"{URN}pulumi:providers:aws::**", target_dependents=True), {f"update {name}" for name in "abcd"}),
    ],
)
def test_only_what_is_chosen_is_worked_on(stack, selection: Selection, expected: set[str]) -> None:
    assert changed(stack(CHAIN), selection) == expected


def test_the_stack_has_its_new_outputs_whatever_is_chosen(stack) -> None:
    s = stack(CHAIN)
    assert s.update(selection=targets(f"{VPC}a")).outputs == {"s": 1}
    assert s.resources()["cases-dev"].outputs == {"s": 1}


def test_what_is_new_and_not_chosen_is_not_made(stack) -> None:
    s = stack(GROWN)
    assert changed(s, targets(f"{VPC}a")) == {"update a"}
    assert dict(s.preview().summary.changes) == {"same": 2, "update": 3, "create": 2}


@pytest.mark.parametrize("preview", [True, False])
def test_a_target_that_needs_what_is_not_to_be_made_is_told(stack, preview: bool) -> None:
    s = stack(GROWN)
    before = s.resources().keys()
    result = (s.preview if preview else s.update)(selection=targets(f"{SUBNET}m"))
    told = f"Resource '{SUBNET}m' depends on '{VPC}n' which was was not specified in --target list."
    assert errors(result) == [told, "preview failed"] if preview else [told]
    assert result.exit_code == 1
    assert s.resources().keys() == before
    assert changed(s, targets(f"{VPC}n", target_dependents=True)) == {"create n", "create m"}


def test_what_left_the_program_goes_only_when_it_is_chosen(stack) -> None:
    s = stack(SHRUNK)
    assert changed(s, targets(f"{VPC}d")) == {"update d"}
    result = s.update(selection=targets(f"{VPC}a"))
    assert [message.splitlines()[0] for message in errors(result)] == [
        f"Resource '{SUBNET}b' will be destroyed but was not specified in --target list.",
        "update failed",
    ]
    assert {"a", "b"} <= s.resources().keys()
    assert changed(s, targets(f"{VPC}a", target_dependents=True)) == {"delete b", "delete a"}


def test_what_is_excluded_keeps_what_it_needs(stack) -> None:
    s = stack(SHRUNK)
    assert changed(s, excludes(f"{SUBNET}b")) == {"update d"}
    assert changed(s, excludes(f"{VPC}a")) == {"delete b"}


@pytest.mark.parametrize("preview", [True, False])
def test_what_needs_something_that_is_excluded_and_not_there_is_told(stack, preview: bool) -> None:
    s = stack(GROWN)
    result = (s.preview if preview else s.update)(selection=excludes(f"{VPC}n"))
    told = f"Resource '{SUBNET}m' depends on '{VPC}n' which was excluded and does not exist."
    assert errors(result) == [told, "preview failed"] if preview else [told]
    assert not {"n", "m"} & s.resources().keys()
    assert s.update(selection=excludes(f"{VPC}n", exclude_dependents=True)).exit_code == 0
    assert not {"n", "m"} & s.resources().keys()


def test_a_component_and_its_children_are_chosen_apart(stack) -> None:
    s = stack(COMPONENT)
    child = f"{URN}my:index:C$aws:ec2/vpc:Vpc::one-v"
    assert changed(s, targets(child)) == {"update one-v"}
    s.configure(step=2)
    assert changed(s, targets(f"{URN}my:index:C::one")) == {"update one"}
    assert changed(s, targets(f"{URN}my:index:C::two", target_dependents=True)) == {"create two", "create two-v"}


def test_unknown_targets_are_told_after_the_known_ones_are_done(stack) -> None:
    s = stack(CHAIN)
    result = s.update(selection=targets(f"{VPC}zz", f"{URN}a$b::zz", f"{VPC}a"))
    assert errors(result) == [
        f"Target '{VPC}zz' could not be found in the stack. Did you forget to escape $ in your shell?",
        f"Target '{URN}a$b::zz' could not be found in the stack.",
    ]
    assert result.exit_code == 1
    assert s.resources()["a"].inputs["tags"] == {"s": "1"}


def test_an_unknown_replacement_is_told_before_anything_runs(stack) -> None:
    s = stack(CHAIN)
    result = s.update(selection=replacing(f"{VPC}zz"))
    assert errors(result) == [f"Target '{VPC}zz' could not be found in the stack. Did you forget to escape $ in your shell?"]
    assert not result.steps
    assert result.exit_code == 1


def test_a_replacement_that_is_asked_for_blames_the_id(stack) -> None:
    s = stack(CHAIN)
    s.configure(step=0)
    ids = {name: resource.id for name, resource in s.resources().items()}
    result = s.update(selection=replacing(f"{EIP}c"))
    (step,) = [step for step in result.steps if step.op == "replace"]
    assert (step.urn, step.replace_reasons) == (f"{EIP}c", ("id",))
    assert {op for op in ops(result) if not op.startswith("same")} == {"create-replacement c", "replace c", "delete-replaced c"}
    assert {
        name for name, resource in s.resources().items() if resource.id == ids[name]
    } == ids.keys()  # the same inputs: the same id


def test_a_tainted_resource_is_replaced_once(stack) -> None:
    s = stack(CHAIN)
    s.configure(step=0)
    with s.session()._open(read_only=False) as state:
        for resource in state.snapshot.resources:
            resource.taint = resource.urn.endswith("::c")
        state.save()
    assert dict(s.update().summary.changes) == {"same": 4, "replace": 1}
    assert not s.resources()["c"].taint
    assert dict(s.update().summary.changes) == {"same": 5}


def test_an_alias_is_no_target_and_its_bearer_stays_under_the_old_name(stack) -> None:
    s = stack("""
        a = aws.ec2.Vpc("a" if step == 0 else "a2", cidr_block="10.0.0.0/16", opts=Opts(aliases=[Alias(name="a")]))
        b = aws.ec2.Subnet("b", vpc_id=a.id, cidr_block="10.0.0.0/24", tags={"s": str(step)})
    """)
    assert changed(s, targets(f"{VPC}a")) == set()
    assert changed(s, targets(f"{SUBNET}b")) == {"update b"}
    assert s.resources()["b"].dependencies == (f"{VPC}a",)
    s.update()
    assert s.resources()["b"].dependencies == (f"{VPC}a2",)


def test_a_provider_that_only_an_untouched_resource_uses_must_be_registered(stack) -> None:
    s = stack("""
        p = aws.Provider("p", region="eu-west-1") if step == 0 else None
        aws.ec2.Vpc("a", cidr_block="10.0.0.0/16", opts=Opts(provider=p))
        aws.ec2.Vpc("b", cidr_block="10.1.0.0/16", tags={"s": str(step)})
    """)
    result = s.preview(selection=targets(f"{VPC}b"))
    (message,) = errors(result)
    assert "has not been registered yet, this is due to a change of providers mixed with --target." in message
    assert result.exit_code == 1


def test_what_an_untouched_resource_needs_stays_before_it_in_the_state(stack) -> None:
    s = stack("""
        vpc = aws.ec2.Vpc("x", cidr_block="10.7.0.0/16").id if step == 0 else "vpc-none"
        aws.ec2.Subnet("a", vpc_id=vpc, cidr_block="10.7.0.0/24")
        aws.ec2.Vpc("b", cidr_block="10.1.0.0/16", tags={"s": str(step)})
    """)
    assert changed(s, targets(f"{VPC}b")) == {"update b"}
    assert {"x", "a"} <= s.resources().keys()


def test_destroying_a_target_takes_its_dependents_only_when_asked(stack) -> None:
    s = stack(CHAIN)
    refused = s.destroy(selection=targets(f"{VPC}a"))
    assert refused.exit_code == 1
    assert len(errors(refused)) == 3
    assert set("abcd") < s.resources().keys()
    assert s.destroy(selection=targets(f"{VPC}a", target_dependents=True)).exit_code == 0
    assert s.resources().keys() == {"cases-dev", "d"}


def test_destroying_all_but_one_keeps_what_that_one_needs(stack) -> None:
    s = stack(CHAIN)
    assert s.destroy(selection=excludes(f"{SUBNET}b")).exit_code == 0
    assert s.resources().keys() == {"cases-dev", "a", "b"}


def test_nothing_is_destroyed_where_a_target_is_missing(stack) -> None:
    s = stack(CHAIN)
    with pytest.raises(EngineError, match=f"no resource named '{VPC}zz' found"):
        s.destroy(selection=targets(f"{EIP}c", f"{VPC}zz"))
    assert "c" in s.resources()


@given(st.text("ab:*", max_size=8), st.text("ab:", max_size=8))
def test_a_pattern_matches_as_a_shell_would(pattern: str, urn: str) -> None:
    def matches(pattern: str, text: str) -> bool:
        if pattern.startswith("**"):
            return any(matches(pattern[2:], text[cut:]) for cut in range(len(text) + 1))
        if pattern.startswith("*"):
            stop = text.find(":") if ":" in text else len(text)
            return any(matches(pattern[1:], text[cut:]) for cut in range(stop + 1))
        return text == "" if not pattern else text.startswith(pattern[0]) and matches(pattern[1:], text[1:])

    assert (urn in UrnTargets([pattern])) == matches(pattern, urn)


def test_no_targets_are_all_targets() -> None:
    assert f"{VPC}a" in UrnTargets()
    assert not UrnTargets().constrained
