"""All stacks of a split environment by one command: what is run in which order, what is told, and how it ends."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from cli import several
from cli.endings import UsageError
from cli.options import Colors
from cli.request import Kind, Request
from cli.several import Run, Several, options_of
from cli.terminal import terminal
from engine.errors import EngineError
from engine.project import Project
from faults import FaultError
from tests.support.parts import ENVIRONMENT, JOINING, SITES, split_project


@pytest.fixture
def root(tmp_path) -> Path:
    return split_project(tmp_path)


@pytest.fixture
def asked(root, monkeypatch):
    """Runs a request, each stack's process replaced by a code; gives the exit code and which stacks were run, stage by stage."""

    def run(request: Request, codes: Mapping[str, int] | None = None, *, silent: tuple[str, ...] = ()) -> tuple[int, list[str]]:
        ran: list[str] = []

        def each(self, stacks, *, preview):
            self._previewed = preview
            for stack in stacks:
                ran.append(f"{'preview ' if preview else ''}{stack}")
                yield Run(
                    stack, (codes or {}).get(stack, 0), "Updating\n\nResources:\n    + 1 created\n    2 unchanged\n\nDuration: 1s\n"
                )

        monkeypatch.setattr(Several, "_each", each)
        monkeypatch.setattr(several, "silent", lambda *_: list(silent))
        found = several.several(request, terminal(Colors.NEVER, interactive=False))
        assert found is not None
        return found.run(), ran

    return run


def request(root: Path, kind: Kind, **options: Any) -> Request:
    asked: dict[str, Any] = {"yes": kind is not Kind.PREVIEW, **options}
    return Request(kind=kind, directory=root, stack="test", **asked)


def told(capsys) -> dict[str, list[str]]:
    _, _, rows = capsys.readouterr().out.partition("Stacks of test:\n")
    return {name: rest for name, *rest in (row.split(maxsplit=1) for row in rows.splitlines()[1:])}


def test_sites_come_before_what_joins_them(asked, root, capsys):
    code, ran = asked(request(root, Kind.UPDATE))
    assert code == 0
    assert ran == [*(f"preview {stack}" for stack in SITES), *SITES, f"preview {JOINING}", JOINING]
    found = told(capsys)
    assert list(found) == [*SITES, JOINING]
    assert {" ".join(rest[0].split()) for rest in found.values()} == {"updated + 1 created, 2 unchanged"}


def test_what_joins_the_sites_is_destroyed_before_them(asked, root):
    assert asked(request(root, Kind.DESTROY, skip_preview=True)) == (0, [JOINING, *SITES])


def test_a_site_that_fails_stops_no_other_and_what_joins_them_is_left(asked, root, capsys):
    assert asked(request(root, Kind.UPDATE, skip_preview=True), {SITES[0]: 4}) == (4, [*SITES])
    found = told(capsys)
    assert found[SITES[0]][0].startswith("failed (4)")
    assert found[SITES[1]][0].startswith("updated")
    assert found[JOINING][0].split(maxsplit=1) == ["skipped", f"since {SITES[0]} failed"]


def test_asked_to_go_on_it_brings_up_what_joins_the_sites_too(asked, root):
    going = request(root, Kind.UPDATE, skip_preview=True, continue_on_error=True)
    assert asked(going, {SITES[0]: 4}) == (4, [*SITES, JOINING])


def test_what_a_preview_refuses_is_not_brought_up(asked, root):
    code, ran = asked(request(root, Kind.UPDATE), {SITES[1]: 5})
    assert code == 5
    assert ran == [*(f"preview {stack}" for stack in SITES), SITES[0]]


def test_a_preview_is_of_all_at_once_whether_or_not_the_sites_tell_anything_yet(asked, root):
    every = [f"preview {stack}" for stack in (*SITES, JOINING)]
    assert asked(request(root, Kind.PREVIEW)) == asked(request(root, Kind.PREVIEW), silent=SITES) == (0, every)


@pytest.mark.parametrize("asking", [{"kind": Kind.PREVIEW}, {"kind": Kind.UPDATE, "preview_only": True}])
def test_what_a_preview_of_what_joins_the_sites_cannot_know_is_said_and_an_update_of_it_refused(root, capsys, asking):
    here = terminal(Colors.NEVER, interactive=False)
    assert several.several(Request(directory=root, stack=JOINING, **asking), here) is None
    told = "what joins the sites reads test-jakarta, test-batam, never brought up yet"
    assert capsys.readouterr().err == f"note: {told}: what it takes of them is unknown here\n"
    with pytest.raises(EngineError, match=f"{told}; fix: bring them up first, or all of them with `nusa up -s test`"):
        several.several(Request(kind=Kind.UPDATE, directory=root, stack=JOINING, yes=True), here)


def test_options_of_one_stack_are_refused_with_the_stacks_to_choose_from(root):
    wanted = request(root, Kind.PREVIEW, json=True, target=["urn"])
    with pytest.raises(
        UsageError, match=r"--json, --target: test is several stacks; fix: choose one of test-jakarta, test-batam, test-global"
    ):
        several.several(wanted, terminal(Colors.NEVER, interactive=False))


def test_a_fault_of_the_environment_ends_it_before_anything_is_run(root):
    (root / "Pulumi.test.yaml").write_text(ENVIRONMENT.replace("split: site", "split: cloud"))
    with pytest.raises(FaultError, match='split: "cloud", expected site'):
        several.several(request(root, Kind.UPDATE), terminal(Colors.NEVER, interactive=False))


def test_the_stack_of_a_site_that_is_gone_can_still_be_destroyed(root):
    (root / "Pulumi.test-old.yaml").write_text("config:\n  nusantara:of: test\n")
    here = terminal(Colors.NEVER, interactive=False)
    old = Request(kind=Kind.DESTROY, directory=root, stack="test-old", yes=True)
    assert several.several(old, here) is None
    with pytest.raises(FaultError, match="`nusa destroy -s test-old`, and remove this file"):
        several.several(Request(kind=Kind.UPDATE, directory=root, stack="test-old", yes=True), here)


def test_a_fault_of_any_stacks_file_ends_it_before_the_first_is_run(root):
    (root / "Pulumi.test-batam.yaml").write_text("config:\n  nusantara:of: test\n  aws:region: x\n")
    with pytest.raises(FaultError, match=r"Pulumi\.test-batam\.yaml:3:3 config\.aws:region: something of its own"):
        several.several(request(root, Kind.UPDATE), terminal(Colors.NEVER, interactive=False))


def test_the_stack_of_a_site_that_is_gone_is_told_of_in_the_end(asked, root, capsys):
    (root / "Pulumi.test-old.yaml").write_text("config:\n  nusantara:of: test\n")
    asked(request(root, Kind.PREVIEW))
    assert told(capsys)["test-old"][0].startswith("left over  its site is gone; once this is up: `nusa destroy -s test-old`")


def test_a_stack_of_another_program_is_asked_nothing(tmp_path):
    (tmp_path / "Pulumi.yaml").write_text("name: shop\nruntime: python\n")
    (tmp_path / "Pulumi.dev.yaml").write_text("config: {}\n")
    before = set(sys.modules)
    wanted = Request(kind=Kind.PREVIEW, directory=tmp_path, stack="dev")
    assert several.several(wanted, terminal(Colors.NEVER, interactive=False)) is None
    assert not [name for name in set(sys.modules) - before if name.startswith("stacks.")]


def test_a_request_is_written_as_it_was_asked():
    asked = Request(kind=Kind.UPDATE, stack="a", yes=True, message="why", config=["x=1", "y=2"], parallel=3, refresh="true")
    assert options_of(asked) == [
        *("--stack", "a", "--message", "why", "--config", "x=1", "--config", "y=2"),
        *("--yes", "--refresh", "true", "--parallel", "3"),
    ]


def test_files_of_the_stacks_are_written_only_where_they_differ(root):
    from cli.parting import files
    from stacks.environment.source import Source

    project = Project.load(root)
    (root / "Pulumi.test.yaml").write_text(f"{ENVIRONMENT}  nusantara:key: {{secure: v1:x}}\nencryptionsalt: v1:y\n")
    written = dict(files(project, Source.of(root, "test").read()))
    assert sorted(path.name for path in written) == sorted(f"Pulumi.{stack}.yaml" for stack in (*SITES, JOINING))
    for path, text in written.items():
        path.write_text(text)
    assert Source.of(root, "test-jakarta").read().part == "jakarta"
    assert not list(files(project, Source.of(root, "test").read()))
