"""Cases carried out: before is brought up in a scratch place, after is planned on it, by the functions that the commands call.

What the clouds choose at random follows from the URN here, so that a text is the same each time.
"""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Generator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Final, Self
from uuid import UUID

import pytest
import yaml

import simulator
from checks import grounds
from checks.checkpoint import of_checkpoint
from checks.grounds import Ground
from checks.order import places
from checks.review.model import Against
from checks.scratch import Scratch
from checks.trial import STACKS
from cli.comment import planned
from cli.flow import carried_out
from cli.request import Kind, Request
from cli.terminal import Output, Terminal
from engine import Options, Result, Session
from engine.deployment import to_json
from engine.events import Diagnostic, Event, Listener, OutputsChanged, StepDone, StepFailed, StepStarted
from engine.overrides import NONE, ConfigOptions
from engine.planner import planner
from engine.project import Project
from engine.providers import registry
from engine.resource import Resource
from engine.state import StackState
from tests.support.preloaded import preloaded
from tests.support.programs import PASSPHRASE, warm
from views.comment import comment

from .case import CHECKPOINT, COMMENT, COMMIT, PLAN, Case

ROOT: Final = Path(__file__).parents[2]
PROJECT: Final = "shop"
WIDTH: Final = 132
"""The columns of the terminal that a plan is shown in."""
_WRITTEN: Final = "2026-12-01T04:30:00Z"
_AGAINST: Final = Against(what="main at 1a2b3c4d5e")
_BEGIN: Final = StackState.begin
_REGION: Final = {"aws:region": "ap-southeast-3", "alicloud:region": "ap-southeast-5"}


class NotUpError(Exception):
    """What a case begins with cannot be brought up; the text says why."""


class Runner:
    """Carries cases out; use it as a context manager."""

    def __init__(self) -> None:
        self._open = ExitStack()
        self._up: dict[str, Scratch] = {}

    def __enter__(self) -> Self:
        warm()
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    def run(self, case: Case) -> dict[str, str]:
        """What reviewers read of a case, by the name of the file that holds it."""
        with ExitStack() as here, _without_chance():
            if not case.environment:
                return _told(case, _program(case, here))
            here.enter_context(preloaded())
            return _told(case, self._environment(case))

    def _environment(self, case: Case) -> Ground:
        """What an environment is planned on, which other cases may begin with too."""
        before, after = case.environments
        if (scratch := self._up.get(before)) is None:
            scratch = self._up[before] = self._open.enter_context(Scratch(simulator.providers))
            _bring_up(_placed(scratch, "before", case.stack, before), case)
        return Ground(session=_placed(scratch, case.name, case.stack, after), against=_AGAINST)


@contextmanager
def _without_chance() -> Generator[None]:
    """Have what is chosen at random follow from the URN, while a case is carried out."""

    def begin(state: StackState, type_: str, resource: Resource, operation_id: str = "") -> str:
        return _BEGIN(state, type_, resource, operation_id or hashlib.sha256(f"{type_} {resource.urn}".encode()).hexdigest()[:32])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(planner, "os", SimpleNamespace(urandom=bytes))
        patch.setattr(registry, "uuid", SimpleNamespace(uuid4=lambda: UUID(int=0)))
        patch.setattr(StackState, "begin", begin)
        for name, value in PASSPHRASE.items():
            patch.setenv(name, value)
        yield


def _told(case: Case, ground: Ground) -> dict[str, str]:
    session = Once(ground.session)
    request = Request(kind=Kind.PREVIEW, stack=case.stack, review=True, diff=case.diff, at=case.at, against="main")
    text = io.StringIO()
    plain: dict[str, Any] = {"color_system": None, "highlight": False, "markup": False, "emoji": False, "_environ": {}}
    out = Output(file=text, width=WIDTH, force_terminal=True, **plain)
    carried_out(request, Terminal(out=out, err=out, interactive=False), Ground(session=session, against=ground.against))
    review, veil, _ = planned(request, session, ground.against)
    told = {PLAN: text.getvalue(), COMMENT: comment(review, veil, project=session.project.name, limit=case.limit)}
    return {what: text.replace(str(session.project.root), "/srv/shop") for what, text in told.items()}


def _program(case: Case, here: ExitStack) -> Ground:
    """What a program is planned on, by what it is compared with; what others had made in the clouds stands there too."""
    scratch = here.enter_context(Scratch(simulator.providers))
    after = {case.stack: {**case.config, **case.config_after}}
    if case.against not in (COMMIT, CHECKPOINT):
        project = _written(scratch, "both", PROJECT, case.source("before"), {case.against: case.config, **after})
        return grounds.of_stack(scratch, project, case.stack, case.against, NONE)
    if world := case.source("world"):
        _bring_up(scratch.opened(_written(scratch, "world", "world", world, {case.stack: {}}).root, case.stack), case)
    before = _written(scratch, "before", PROJECT, case.source("before"), {case.stack: case.config})
    head = _written(scratch, "after", PROJECT, case.source("after") or case.source("before"), after)
    _bring_up(scratch.opened(before.root, case.stack), case)
    if case.against == COMMIT:
        return Ground(session=scratch.opened(head.root, case.stack), against=_AGAINST)
    state = to_json(scratch.opened(before.root, case.stack).snapshot(), None)
    state["deployment"]["manifest"]["time"] = _WRITTEN
    state["deployment"]["pending_operations"] = [
        {
            "type": operation,
            "resource": next(each for each in state["deployment"]["resources"] if each["urn"].endswith(f"::{name}")),
        }
        for name, operation in case.pending.items()
    ]
    file = scratch.root / f"{case.stack}.json"
    file.write_text(json.dumps(state))
    return of_checkpoint(here.enter_context(Scratch(simulator.providers)), head, case.stack, file, NONE)


def _written(scratch: Scratch, folder: str, name: str, program: str | None, configs: Mapping[str, Mapping[str, str]]) -> Project:
    """A program in a project of its own, with a file for each stack."""
    assert program is not None, f"there is no program for {folder}"
    root = scratch.root / folder
    root.mkdir()
    (root / "Pulumi.yaml").write_text(yaml.safe_dump({"name": name, "runtime": "python"}))
    (root / "__main__.py").write_text(program)
    for stack, config in configs.items():
        keys = {key if ":" in key else f"{name}:{key}": value for key, value in config.items()}
        (root / f"Pulumi.{stack}.yaml").write_text(yaml.safe_dump({"config": _REGION | keys}))
    return Project.load(root)


def _placed(scratch: Scratch, folder: str, stack: str, environment: str) -> Session:
    """This project's program with an environment; a release stands beside it for each of its workloads."""
    root = scratch.root / folder
    (root / "releases").mkdir(parents=True)
    file = root / f"Pulumi.{stack}.yaml"
    file.write_text(environment)
    workloads = yaml.safe_load(environment)["config"]["nusantara:environment"].get("workloads", {})
    releases = "".join(f"{name}: shop/{name}@sha256:{'0' * 64}\n" for name in workloads)
    (root / "releases" / file.name.removeprefix("Pulumi.")).write_text(releases)
    return scratch.opened(ROOT, stack, ConfigOptions(file=file), {STACKS: str(root)})


def _bring_up(session: Session, case: Case) -> None:
    result = session.update()
    if result.exit_code:
        messages = [told.message for told in result.diagnostics if told.message]
        raise NotUpError("\n".join([f"{case.name} cannot be brought up:", *messages]))


class Once(Session):
    """A session that plans once, whoever asks: the preview and the comment of a case tell of the same plan."""

    def __init__(self, session: Session) -> None:
        vars(self).update(vars(session))
        self._planned: Result | None = None
        self._events: list[Event] = []

    def preview(self, options: Options | None = None, listener: Listener = lambda _: None) -> Result:
        if self._planned is None:
            events: list[Event] = []
            self._planned = super().preview(options, events.append)
            self._events = _in_order(events, self._planned)
        for event in self._events:
            listener(event)
        assert options is not None
        assert options.asked, "what the program registers is told to checks"
        assert options.unguarded, "what is protected is shown"
        return self._planned


def _in_order(events: list[Event], result: Result) -> list[Event]:
    """The events as if what does not depend on each other were always registered in one order."""
    place = places(result.steps)

    def when(event: Event) -> tuple[int, Any]:
        match event:
            case StepStarted() | StepDone() | StepFailed():
                return 1, place(event.step.urn)
            case OutputsChanged():
                return 1, place(event.urn)
            case Diagnostic():
                return 2, (event.urn, event.message)
        return 3, ()

    return sorted(events, key=when)
