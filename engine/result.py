"""What a caller may ask of a deployment, and what it gets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from .deployment import Snapshot
from .events import Asked, Diagnostic, Step, Summary
from .imports.request import Import
from .targets import Selection
from .values import Properties


@dataclass(frozen=True, slots=True)
class PolicyPack:
    """A policy pack to run.

    Args:
        path: its folder, as people are to be shown it.
        config: the JSON file with the configuration of its policies; empty for none.
        root: what the two are relative to.
    """

    path: str
    config: str = ""
    root: Path = Path()


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How to go about a deployment.

    Args:
        parallel: how many resources are worked on at once.
        continue_on_error: after a failure, go on with what does not depend on it.
        refresh: read every object first, and plan on what is found; a refresh itself always does.
        run_program: refresh or destroy while the program runs, with the providers as it configures them now, not as they were.
        clear_pending_creates: forget the creations that were cut off.
        import_pending_creates: the id of the object that a creation which was cut off had made, by its URN.
        message: what it is for, in the history; the title of the commit where that is empty.
        imports: objects to take into the state, which then is all that happens.
        flags: the options given on the command line, for the history: `true` or `false` of a switch, `set` of others.
        policy_packs: what looks at every resource, and at the stack; not at a destruction.
        selection: which resources it is about.
        asked: report what the program registers, as it is given.
        unguarded: have a preview go by as if nothing were protected, so that it shows all that would be lost; an update never does.
    """

    parallel: int = 16
    continue_on_error: bool = False
    refresh: bool = False
    run_program: bool = False
    clear_pending_creates: bool = False
    import_pending_creates: Mapping[str, str] = field(default_factory=dict)
    message: str = ""
    imports: tuple[Import, ...] | None = None
    flags: Mapping[str, str] = field(default_factory=dict)
    policy_packs: tuple[PolicyPack, ...] = ()
    selection: Selection = field(default_factory=Selection)
    asked: bool = False
    unguarded: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What a deployment came to.

    Args:
        steps: every step in the order in which it began, as it was then; what a refresh finds out is in the events alone.
        summary: the counts.
        diagnostics: every message.
        outputs: the stack's.
        exit_code: Pulumi's: 0, 1 for a failure or a run that was asked to stop, 8 for one that was cut short; a program that
            fails may bring its own.
        snapshot: the state afterwards; of a preview, the one before.
        asked: what the program registered, in its order; nothing unless the options ask for it.
        libraries: the folders of the packages that are installed for the program.
    """

    steps: tuple[Step, ...] = ()
    summary: Summary
    diagnostics: tuple[Diagnostic, ...] = ()
    outputs: Properties = field(default_factory=dict)
    exit_code: int = 0
    snapshot: Snapshot
    asked: tuple[Asked, ...] = ()
    libraries: tuple[Path, ...] = ()


CANCELLED = 8
FAILED = 1
