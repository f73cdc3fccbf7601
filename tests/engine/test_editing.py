"""States edited by hand: what is marked, taken out and renamed, whatever the command line says of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.backend import Backend
from engine.editing.deleting import delete
from engine.editing.dependents import only_depending_on
from engine.editing.finding import similar
from engine.editing.marking import Mark, mark
from engine.editing.opening import edited
from engine.editing.renaming import rename
from engine.errors import EngineError
from engine.lock import LockHeld
from engine.project import Project
from tests.support.chained import AWS, IP, SITE, SUBNET, URN, VPC, chain, made, names, of, state, write


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return made(tmp_path)


def test_nothing_is_written_where_an_edit_fails_or_changes_nothing(project: Project) -> None:
    file = project.root / ".nusa" / "stacks" / "shop" / "dev.json"
    before = file.stat().st_mtime_ns
    with edited(project, "dev"):
        pass
    with pytest.raises(ZeroDivisionError), edited(project, "dev") as resources:
        resources[0].protect = bool(1 // 0)
    with pytest.raises(EngineError, match="does not hold together"), edited(project, "dev") as resources:
        del resources[0]
    assert file.stat().st_mtime_ns == before


def test_an_edit_leaves_a_backup(project: Project) -> None:
    mark(project, "dev", [VPC], Mark.PROTECT, on=True)
    backups = list((project.root / ".nusa" / "backups" / "shop" / "dev").glob("*.json"))
    assert backups
    assert '"protect"' not in backups[0].read_text()


def test_an_edit_takes_the_lock(project: Project) -> None:
    with Backend(project.root, project.name).open("dev"), pytest.raises(LockHeld):
        rename(project, "dev", VPC, "x")


@pytest.mark.parametrize(("what", "attribute"), [(Mark.PROTECT, "protect"), (Mark.TAINT, "taint")])
def test_a_mark_is_put_on_and_taken_off(project: Project, what: Mark, attribute: str) -> None:
    assert mark(project, "dev", [VPC, IP], what, on=True) == 2
    assert {r.urn for r in state(project) if getattr(r, attribute)} == {VPC, IP}
    assert mark(project, "dev", None, what, on=False) == 6
    assert not any(getattr(r, attribute) for r in state(project))


def test_marks_are_put_on_all_or_none_and_never_on_what_waits_to_be_deleted(project: Project) -> None:
    with pytest.raises(EngineError) as refused:
        mark(project, "dev", [IP, f"{VPC}x", "y"], Mark.TAINT, on=True)
    assert f'No such resource "{VPC}x" exists in the current state\nDid you mean:\n  {VPC}\n' in str(refused.value)
    assert 'No such resource "y" exists' in str(refused.value)
    assert not any(r.taint for r in state(project))
    write(project, [*chain(), of(VPC, parent=SITE, delete=True)])
    mark(project, "dev", None, Mark.PROTECT, on=True)
    assert [r.protect for r in state(project)] == [True] * 6 + [False]


def test_what_is_needed_is_taken_out_only_with_what_needs_it(project: Project) -> None:
    with pytest.raises(EngineError) as refused:
        delete(project, "dev", [VPC], force=False, dependents=False)
    assert str(refused.value) == (
        f"{VPC} can't be safely deleted because the following resources depend on it:\n"
        f' * "b"             ({SUBNET})\n * "c"             ({IP})\n\n'
        "Delete those resources first or pass --target-dependents."
    )
    assert len(names(project)) == 6
    assert delete(project, "dev", [VPC], force=False, dependents=True) == (1, [])
    assert names(project) == ["shop-dev", "p", "site"]


def test_several_are_taken_out_in_the_order_that_works(project: Project) -> None:
    assert delete(project, "dev", [VPC, SUBNET, IP, VPC], force=False, dependents=False) == (3, [])
    assert names(project) == ["shop-dev", "p", "site"]


def test_what_is_protected_is_taken_out_by_force_alone(project: Project) -> None:
    mark(project, "dev", [IP], Mark.PROTECT, on=True)
    for urns, dependents in (([IP], False), ([VPC], True)):
        with pytest.raises(EngineError, match=f"{IP} can't be safely deleted because it is protected. Re-run this command with"):
            delete(project, "dev", urns, force=False, dependents=dependents)
    warning = f"deleting protected resource {IP} due to presence of --force"
    assert delete(project, "dev", None, force=True, dependents=False) == (6, [warning])
    assert state(project) == []


@pytest.mark.parametrize(("given", "fault"), [("x", '"x" is not a valid resource URN'), (f"{IP}z", "No such resource")])
def test_what_is_not_there_cannot_be_taken_out(project: Project, given: str, fault: str) -> None:
    with pytest.raises(EngineError, match=fault):
        delete(project, "dev", [given], force=True, dependents=True)


def test_an_old_object_of_the_same_name_is_told_apart() -> None:
    old = of(VPC, parent=SITE, delete=True)
    old.id = "0"
    resources = [*chain(), old]
    assert only_depending_on(resources, old) == []
    assert [r.urn for r in only_depending_on(resources, resources[1])] == [VPC, SUBNET, IP, VPC]
    resources = [*chain()[:3], old, *chain()[3:]]
    assert only_depending_on(resources, resources[4]) == [], "either of the two may be meant"


def test_a_new_name_is_said_everywhere(project: Project) -> None:
    renamed = SUBNET.replace("::b", "::neu")
    rename(project, "dev", SUBNET, "neu")
    *_, subnet, ip = state(project)
    assert (subnet.urn, subnet.dependencies) == (renamed, (VPC,))
    assert (ip.dependencies, ip.deleted_with, ip.property_dependencies) == ((renamed,), renamed, {"b": (renamed,)})
    rename(project, "dev", AWS, "q")
    assert {r.provider for r in state(project)} == {"", f"{URN}pulumi:providers:aws::q::1"}


@pytest.mark.parametrize(
    ("urn", "name", "fault"),
    [
        ("x", "y", "The provided input URN is not valid"),
        (f"{IP}z", "y", "No such resource"),
        (IP, "d", "The chosen new urn for the state corresponds to an already existing resource"),
    ],
)
def test_a_name_that_cannot_be_given_is_refused(project: Project, urn: str, name: str, fault: str) -> None:
    write(project, [*chain(), of(f"{URN}aws:Ip::d")])
    with pytest.raises(EngineError, match=fault):
        rename(project, "dev", urn, name)
    rename(project, "dev", IP, "c")  # its own


@given(st.text("abC:", max_size=12), st.lists(st.text("abC:", max_size=12), max_size=5))
def test_what_is_similar_is_near_and_sorted(urn: str, known: list[str]) -> None:
    def distance(a: str, b: str) -> int:
        if not a or not b:
            return len(a) + len(b)
        return min(distance(a[1:], b) + 1, distance(a, b[1:]) + 1, distance(a[1:], b[1:]) + (a[0] != b[0]))

    near = similar(urn[:5], [other[:5] for other in known])
    distances = [distance(urn[:5].lower(), other.lower()) for other in near]
    assert distances == sorted(distances)
    assert all(each <= 2 for each in distances)
    within = {other[:5] for other in known if distance(urn[:5].lower(), other[:5].lower()) <= 2}
    assert len(near) == min(3, len(within))
