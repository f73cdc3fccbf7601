"""States edited by hand: what is put in order, and what moves from one stack to another."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import integrity
from engine.editing.moving import Move, move
from engine.editing.repairing import RepairFailed, planned, repair
from engine.errors import EngineError
from engine.project import Project
from engine.values import Secret
from tests.support.chained import AWS, IP, SITE, SUBNET, URN, VPC, break_by_hand, chain, made, names, of, state, write


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return made(tmp_path)


def test_a_state_in_the_wrong_order_is_put_in_order(project: Project) -> None:
    break_by_hand(project, chain()[::-1])
    assert repair(project, "dev", lambda _: False) is False
    assert repair(project, "dev", lambda found: len(found.resources) == 6 and not found.pruned) is True
    assert sorted(names(project)) == sorted(["shop-dev", "p", "site", "a", "b", "c"])
    assert repair(project, "dev", lambda _: True) is None


def test_references_to_what_is_gone_are_pruned(project: Project) -> None:
    break_by_hand(project, [r for r in chain() if r.urn not in (SITE, SUBNET)])
    pruned = []
    assert repair(project, "dev", lambda found: pruned.extend(found.pruned) is None) is True
    alone = f"{URN}aws:Vpc::a"
    assert [(p.before.urn, p.urn, p.removed) for p in pruned] == [
        (VPC, alone, (("parent", SITE),)),
        (IP, IP, (("dependency", SUBNET), ("property dependency: b", SUBNET), ("deleted with", SUBNET))),
    ]
    *_, vpc, ip = state(project)
    assert (vpc.urn, vpc.parent) == (alone, "")
    assert (ip.dependencies, ip.deleted_with, ip.replace_with) == ((), "", (alone,))


def test_what_cannot_be_repaired_stays_as_it_is(project: Project) -> None:
    circle = chain()
    circle[3].dependencies = (IP,)
    for broken, why in ((circle, "snapshot has cyclic dependencies"), (chain()[2:], "its provider")):
        break_by_hand(project, broken)
        before = (project.root / ".nusa/stacks/shop/dev.json").read_bytes()
        with pytest.raises(RepairFailed, match=why):
            repair(project, "dev", lambda _: True)
        assert (project.root / ".nusa/stacks/shop/dev.json").read_bytes() == before


@given(st.permutations(range(6)), st.sets(st.integers(2, 5)))
def test_whatever_order_and_whatever_is_missing_a_repair_holds_together(order: list[int], missing: set[int]) -> None:
    resources = [chain()[index] for index in order if index not in missing]
    found = planned(resources)
    assert list(integrity.faults(found.resources)) == []
    assert len(found.resources) == len(resources)
    assert planned(found.resources).resources == found.resources


def test_a_long_chain_is_put_in_order() -> None:
    urns = [f"{URN}my:Link::{number}" for number in range(3000)]
    resources = [of(urn, parent="", dependencies=tuple(urns[index + 1 : index + 2])) for index, urn in enumerate(urns)]
    assert [r.urn for r in planned(resources).resources] == urns[::-1]


def moved(
    project: Project, urns: list[str], *, parents: bool = False, source: str = "dev", dest: str = "other"
) -> tuple[Move, list[str]]:
    found: list[Move] = []
    warnings: list[str] = []
    assert move(project, source, dest, urns, parents=parents, warn=warnings.append, agree=lambda m: found.append(m) is None)
    return found[0], warnings


def test_resources_move_with_their_children_and_copies_of_their_providers(project: Project) -> None:
    found, warnings = moved(project, [SITE, f"{IP}x"])
    assert warnings == [f"Resource {IP}x not found in source stack"]
    assert names(project) == ["shop-dev", "p", "c"]
    assert names(project, "other") == ["shop-other", "p", "site", "a", "b"]
    *_, vpc, subnet = state(project, "other")
    assert vpc.urn == VPC.replace("dev", "other")
    assert (subnet.parent, subnet.dependencies) == (SITE.replace("dev", "other"), (vpc.urn,))
    assert subnet.provider == f"{AWS.replace('dev', 'other')}::1"
    assert [(b.resource, b.kind, b.needed) for b in found.broken_behind] == [
        (IP, "dependency", SUBNET),
        (IP, "property dependency: b", SUBNET),
        (IP, "deleted with", SUBNET),
        (IP, "replace with", VPC),
    ]
    assert not state(project)[-1].dependencies


def test_a_child_that_moves_alone_hangs_under_the_stack(project: Project) -> None:
    found, _ = moved(project, [SUBNET])
    *_, subnet = state(project, "other")
    assert subnet.urn == "urn:pulumi:other::shop::aws:Subnet::b"
    assert [(b.kind, b.needed) for b in found.broken_ahead] == [("dependency", VPC), ("property dependency: vpcId", VPC)]
    moved(project, [VPC], parents=True)
    assert names(project, "other") == ["shop-other", "p", "b", "site", "a"]


def test_secrets_move_sealed(project: Project) -> None:
    resources = chain()
    resources[-1].outputs = {"key": Secret("planted")}
    write(project, resources)
    moved(project, [IP])
    assert state(project, "other")[-1].outputs == {"key": Secret("planted")}
    assert b"planted" not in (project.root / ".nusa/stacks/shop/other.json").read_bytes()


@pytest.mark.parametrize(
    ("urns", "fault"),
    [
        ([f"{IP}x"], "no resources found to move\nTo list the resource URNs in the stack, run `nusa stack --show-urns --stack org"),
        ([AWS], "cannot move providers. Only resources can be moved, and providers will be included automatically"),
        ([IP], "resource urn:pulumi:other::shop::aws:Ip::c already exists in destination stack"),
        ([VPC], "provider urn:pulumi:other::shop::pulumi:providers:aws::p already exists in destination stack"),
    ],
)
def test_what_cannot_move_stays_where_it_is(project: Project, urns: list[str], fault: str) -> None:
    there = [
        dataclasses.replace(r, urn=r.urn.replace("dev", "other"), parent=r.parent.replace("dev", "other")) for r in chain()[:2]
    ]
    ip = dataclasses.replace(of(IP.replace("dev", "other")), parent=there[0].urn, provider=f"{there[1].urn}::1")
    if urns == [VPC]:
        there[1] = dataclasses.replace(there[1], id="2", inputs={"region": "elsewhere"})
        ip.provider = f"{there[1].urn}::2"
    write(project, [*there, ip], "other")
    with pytest.raises(EngineError, match=fault):
        moved(project, urns)
    assert len(names(project)) == 6
    assert names(project, "other") == ["shop-other", "p", "c"]


def test_nothing_moves_within_a_stack_or_without_a_yes(project: Project) -> None:
    with pytest.raises(EngineError, match="name another stack with --dest"):
        moved(project, [IP], dest="dev")
    assert move(project, "dev", "other", [IP], parents=False, warn=lambda _: None, agree=lambda _: False) is False
    assert len(names(project)) == 6
