"""All stacks of a split environment by one command: the sites side by side, and what joins them after all of them.

Each is a run of its own, in a process of its own, as if it alone had been asked for. A site that fails stops no other one. What
joins the sites is left as it is then, unless `--continue-on-error` says to go on with what the site had told before. What is
destroyed goes the other way round.
"""

from __future__ import annotations

import dataclasses
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, get_args, get_type_hints

from engine.errors import EngineError
from engine.project import Project

from .codes import CANCELLED
from .endings import UsageError
from .parting import environment_of, parts_of, require_owner, silent
from .request import WITHOUT, Kind, Request
from .stacks import chosen

if TYPE_CHECKING:
    from stacks.environment import Loaded

    from .terminal import Terminal

AT_ONCE: Final = 4
"""How many stacks run side by side at most: each is a process with a program and its providers."""
_OF_ONE: Final = (
    *("json", "import_file", "import_pending_creates", "config_file"),
    *("target", "exclude", "replace", "target_replace"),
)
"""The options that are about one stack: URNs begin with its name, and a file holds what is of one."""
_COMMANDS: Final = {Kind.PREVIEW: "preview", Kind.UPDATE: "up", Kind.REFRESH: "refresh", Kind.DESTROY: "destroy"}
_DONE: Final = {Kind.PREVIEW: "previewed", Kind.UPDATE: "updated", Kind.REFRESH: "refreshed", Kind.DESTROY: "destroyed"}
_DECLINED: Final = 1


def several(request: Request, here: Terminal) -> Several | None:
    """The stacks that a request is about where they are several; None for one, which may be run then.

    Raises:
        FaultError: the stack is a faulty environment, or a part of one.
        EngineError: another stack has what this one would make, or what it is to read was never brought up.
        UsageError: an option is about one stack.
    """
    if request.compares:
        return None
    project = Project.load(request.directory)
    stack = chosen(project, request.stack)
    if request.kind is Kind.DESTROY and not request.run_program:
        loaded = _environment(project, stack)
    else:
        loaded = environment_of(project, stack)
    if loaded is None:
        return None
    require_owner(project, loaded, stack)
    if loaded.part is not None or not loaded.stacks:
        if loaded.part is not None and loaded.joins and request.kind in (Kind.PREVIEW, Kind.UPDATE):
            _mind_untold(request, here, project, loaded)
        return None
    _require_files(project, loaded)
    given = [name for name in _OF_ONE if getattr(request, name)]
    if given:
        options, stacks = (", ".join(f"--{name.replace('_', '-')}" for name in given), ", ".join(loaded.stacks.values()))
        raise UsageError(f"{options}: {loaded.name} is several stacks; fix: choose one of {stacks}")
    if not request.agreed and not request.preview_only and request.kind is not Kind.PREVIEW and not here.interactive:
        raise UsageError(
            "--yes or --skip-preview or --preview-only must be passed in to proceed when running in non-interactive mode"
        )
    return Several(request, here, project, loaded)


def _environment(project: Project, stack: str) -> Loaded | None:
    """The environment of a stack that is to be destroyed, which needs no file to be right."""
    from faults import FaultError

    try:
        return environment_of(project, stack)
    except FaultError:
        return None


def _mind_untold(request: Request, here: Terminal, project: Project, loaded: Loaded) -> None:
    """Say what a preview of what joins the sites cannot know yet; an update needs to know it.

    Raises:
        EngineError: it is an update, and a site was never brought up.
    """
    missing = silent(project, loaded)
    if not missing:
        return
    told = f"what joins the sites reads {', '.join(missing)}, never brought up yet"
    if request.kind is Kind.PREVIEW or request.preview_only:
        here.err.print(f"note: {told}: what it takes of {'it' if len(missing) == 1 else 'them'} is unknown here", soft_wrap=True)
        return
    fix = f"fix: bring {'it' if len(missing) == 1 else 'them'} up first, or all of them with `nusa up -s {loaded.name}`"
    raise EngineError(f"{told}; {fix}")


def _require_files(project: Project, loaded: Loaded) -> None:
    """Make sure of every stack's file before the first is run.

    Raises:
        EngineError: some are not there.
        FaultError: with every fault of those that are.
    """
    from faults import FaultError
    from stacks.environment.source import Source

    missing = [stack for stack in loaded.stacks.values() if not project.stack_file(stack).is_file()]
    if missing:
        fix = f"fix: run `nusa stack split -s {loaded.name}`, which writes them"
        raise EngineError(f"{loaded.name} is split, and {', '.join(missing)} have no files yet; {fix}")
    sources = [Source.of(project.stack_config_directory, stack) for stack in loaded.stacks.values()]
    if faults := [fault for source in sources for fault in source.amiss]:
        raise FaultError(faults)


@dataclass(frozen=True, slots=True)
class Run:
    """One stack's run: its exit code and what it wrote."""

    stack: str
    code: int
    out: str = ""
    err: str = ""

    @property
    def counts(self) -> str:
        """What it says that it did, or would do: `+ 3 created, 2 unchanged`; empty where it does not say."""
        _, found, rest = self.out.rpartition("\nResources:\n")
        lines = rest.partition("\n\n")[0].splitlines() if found else []
        return ", ".join(line.strip() for line in lines)


class Several:
    """A request for all stacks of an environment.

    Args:
        request: what is asked.
        here: where it is asked.
        project: the project.
        loaded: the environment.
    """

    def __init__(self, request: Request, here: Terminal, project: Project, loaded: Loaded) -> None:
        self._request, self._here, self._project, self._loaded = request, here, project, loaded
        self._told: dict[str, tuple[str, str]] = {}
        self._codes: dict[str, int] = {}
        self._cancelled = False

    def run(self) -> int:
        """Do it; the exit code, that of the first stack that failed."""
        *sites, joining = self._loaded.stacks.values()
        if self._request.kind is Kind.PREVIEW or self._request.preview_only:
            self._show(self._each([*sites, joining], preview=True))
            return self._end()
        stages = [[joining], sites] if self._request.kind is Kind.DESTROY else [sites, [joining]]
        for place, stage in enumerate(stages):
            failed = [stack for stack in self._codes if self._codes[stack]]
            if self._cancelled or (failed and not self._request.continue_on_error):
                for stack in stage:
                    self._skip(stack, "since it was cancelled" if self._cancelled else f"since {', '.join(failed)} failed")
                continue
            if not self._stage(stage):
                for stack in (each for left in stages[place:] for each in left):
                    self._told.setdefault(stack, ("left as it is", ""))
                self._codes.setdefault(stage[0], _DECLINED)
                break
        return self._end()

    def _stage(self, stacks: Sequence[str]) -> bool:
        """Preview stacks, ask, and do it; whether it was agreed to."""
        if not self._request.skip_preview:
            previews = self._show(self._each(stacks, preview=True))
            stacks = [] if self._cancelled else [run.stack for run in previews if not run.code]
            if stacks and not self._request.agreed:
                from .prompt import agreed

                self._here.out.print()
                what = f"Do you want to perform this {self._request.kind.value} of {', '.join(stacks)}?"
                if not agreed(self._here, what):
                    return False
        self._show(self._each(stacks, preview=False))
        return True

    def _show(self, runs: Iterator[Run]) -> list[Run]:
        """Print what each run wrote, whole and in order, as soon as it is there."""
        seen = []
        for run in runs:
            seen.append(run)
            if run.code or run.stack not in self._codes:
                self._codes[run.stack] = run.code
            word = _DONE[self._request.kind] if not self._previewed else _DONE[Kind.PREVIEW]
            self._told[run.stack] = (f"failed ({run.code})", run.counts) if run.code else (word, run.counts)
            sys.stdout.write(f"{run.out}\n" if run.out else "")
            sys.stdout.flush()
            sys.stderr.write(run.err)
            sys.stderr.flush()
        return seen

    def _each(self, stacks: Sequence[str], *, preview: bool) -> Iterator[Run]:
        """Run stacks side by side; their runs in their order."""
        self._previewed = preview
        processes: list[subprocess.Popen[str]] = []

        def ran(stack: str) -> Run:
            process = subprocess.Popen(
                [sys.executable, "-P", "-m", "cli", *self._arguments(stack, preview=preview)],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
                env={**os.environ, "COLUMNS": str(self._here.out.width)},
                start_new_session=True,  # an interrupt is passed on once, and not by the terminal too
            )
            processes.append(process)
            out, err = process.communicate()
            return Run(stack, process.returncode, out, err)

        with ThreadPoolExecutor(AT_ONCE) as pool:
            futures = [pool.submit(ran, stack) for stack in stacks]
            try:
                for future in futures:
                    yield future.result()
            except KeyboardInterrupt:
                for future in futures:
                    future.cancel()
                for process in processes:
                    process.send_signal(signal.SIGINT)
                for future in futures:
                    if not future.cancelled():
                        yield future.result()
                self._cancelled = True

    def _arguments(self, stack: str, *, preview: bool) -> list[str]:
        request = dataclasses.replace(self._request, stack=stack, non_interactive=True)
        if preview and request.kind is Kind.UPDATE:  # which has no preview alone
            request = dataclasses.replace(request, kind=Kind.PREVIEW, expect_no_changes=False)
        elif request.kind is not Kind.PREVIEW:
            request = dataclasses.replace(request, preview_only=preview, yes=not preview, skip_preview=not preview)
        color = ["--color", "always"] if self._here.out.color_system else []
        return [_COMMANDS[request.kind], *options_of(request), *color]

    def _skip(self, stack: str, why: str) -> None:
        self._told[stack] = ("skipped", why)

    def _end(self) -> int:
        """Sum up, and tell how it ends."""
        from views.table import table

        self._here.out.print(f"Stacks of {self._loaded.name}:")
        rows = [(stack, *self._told.get(stack, ("left as it is", ""))) for stack in self._loaded.stacks.values()]
        rows += [
            (stack, "left over", f"its site is gone; once this is up: `nusa destroy -s {stack}`, and remove its file")
            for stack in parts_of(self._project, self._loaded)
            if stack not in self._loaded.stacks.values()
        ]
        self._here.out.write(table(("STACK", "RESULT", "RESOURCES"), rows))
        return CANCELLED if self._cancelled else next(filter(None, self._codes.values()), 0)


def options_of(request: Request) -> list[str]:
    """A request as it would be written on the command line: every option that is not as it would be anyway."""
    hints = get_type_hints(Request, include_extras=True)
    found: list[str] = []
    for field in dataclasses.fields(Request):
        value: Any = getattr(request, field.name)
        if field.name in WITHOUT.get(request.kind, ()):
            continue
        if not hasattr(hints[field.name], "__metadata__") or value == field.default:
            continue
        declared = [name for name in get_args(hints[field.name])[1].param_decls or () if name.startswith("--")]
        name = declared[0] if declared else f"--{field.name.replace('_', '-')}"
        if value is True:
            found.append(name)
        elif value is not False:
            found += [each for item in (value if isinstance(value, list | tuple) else [value]) for each in (name, str(item))]
    return found
