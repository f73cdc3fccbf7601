"""The embedded engine: runs a Pulumi program, plans its steps, applies them through providers, keeps the state; prints nothing.

`open_session` opens a stack; `Session.preview`, `update`, `refresh`, `import_resources` and `destroy` report what happens as events
to a listener, and return a `Result`. Read it in this order:

The way in
    opening.py        the way to an open stack; session.py that stack
    result.py         what a caller may ask, and what it gets; targets.py which resources it is about
    events.py         what is reported on the way; hearing.py who hears it first
    parts.py          what a run is made of, put together
    run.py            one run from its beginning to its end; interrupts.py the signals that reach it on the way
    around.py         what it does before and after the program
The program
    host/             the program's child process, and the calls that it makes
    monitor/          the answers to those calls: a registration becomes a goal
    goal.py           what a program asks a resource to be
The plan
    refreshing.py     the state brought to what the clouds say, first
    registrar.py      from a goal to the program's answer
    planner/          from a goal and the prior state to steps
    prior.py          the state before, and who depends on whom in it
    diff.py paths.py  how values differ, and where; made_up.py what real providers added to inputs
The work
    steps/            what each step does
    executor.py       applies steps side by side, and stops at a failure; settling.py what each leaves for the rest
    hooks.py          what the program has called before and after a step, and when it fails
    providers/        the way to the clouds
    analyzers/        policy packs, which look at what is planned
    context.py        what all of these share during a run
The state
    resource.py       one resource; integrity.py what all of them must keep to
    deployment.py     all of them in Pulumi's format; entries.py encoding.py one of them, one value
    backend.py        where states are kept; state.py one of them, open; lock.py one run at a time; backups.py what was before
    journal.py        what a run has done so far; ledger.py the state that this makes; commit.py durable once for many
    files.py          whole, durable, the owner's alone; checksums.py so that damage and edits are noticed
    recording.py      what each step means for the state; normalizing.py after renames; healing.py after a run that was cut off
    secrets.py        Pulumi's passphrase encryption; sealing.py secrets passed along unopened; resealing.py an export's, encrypted
    redaction.py      a state without its secrets, and how it is compared with
    cancelling.py     ending what holds a lock
    history/          what was done to a stack, and under which circumstances
    references.py     what other stacks export
    editing/          a state edited by hand
    stacks.py         what can be said of a stack without a run; importing.py a deployment from elsewhere in its place
    lifecycle.py      stacks come, get another name, and go
Imports
    imports/          objects that exist, taken into the state by a deployment of their own; import files
The ground
    values.py properties.py assets.py signatures.py urn.py            values and names; contents.py what is behind an asset's path
    wire/ go_json.py tar.py                                           values as messages, as Go's JSON and tar: to the byte
    refusals.py                                                       what is said of inputs that a provider refused
    project.py config.py config_*.py overrides.py errors.py           what project, stack and command say; what can go wrong
    slim.py                                                           what of the SDK is loaded when it is used
    interpreter.py virtualenv.py                                      which Python runs a program; what it finds around it
"""

from __future__ import annotations

import os
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from .slim import slim

if TYPE_CHECKING:
    from .config import StackNotFound
    from .errors import EngineError
    from .lock import LockHeld
    from .opening import open_session
    from .result import Options, Result
    from .session import Session

__all__ = ["EngineError", "LockHeld", "Options", "Result", "Session", "StackNotFound", "open_session"]

slim()
os.environ.setdefault("GRPC_VERBOSITY", "ERROR")  # else gRPC's core tells every closed connection; it reads this when it is loaded

_HOMES: Final = {
    "EngineError": "errors",
    "LockHeld": "lock",
    "Options": "result",
    "Result": "result",
    "Session": "session",
    "StackNotFound": "config",
    "open_session": "opening",
}


def __getattr__(name: str) -> Any:
    """Import a name's module only when it is asked for: a command that runs no program should not wait for what runs one."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f".{_HOMES[name]}", __name__), name)
