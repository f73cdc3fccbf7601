"""Runs one Pulumi program as Pulumi's own language host does, over a channel instead of gRPC addresses.

Source: sdk/python/cmd/pulumi-language-python-exec.
"""

from __future__ import annotations

import asyncio
import atexit
import gc
import json
import logging
import os
import runpy
import socket
import sys
import threading
import traceback
from typing import Any

import pulumi
import pulumi.runtime

from . import raised
from .channel import Channel
from .frames import RESULT
from .lazy import import_on_demand
from .loop import ProgramLoop
from .sdk import hasten
from .stub import Caller, EngineStub, monitor_stub

COLLECTOR_THRESHOLD = 200_000
"""Collections at Python's usual 700 objects take more than half of the time of a program with a thousand resources."""


_MACHINERY = (
    os.path.dirname(__file__),  # noqa: PTH120  frames name their files as text
    os.path.dirname(asyncio.__file__),  # noqa: PTH120
    pulumi.runtime.stack.__file__,
    "<frozen ",
)
"""Where the frames lie between us and the program, or the part of the SDK that failed."""


def run(sock: socket.socket, task: dict[str, Any]) -> int:
    """Run the program that the task describes; returns the process's exit code."""
    channel = Channel(sock)
    caller = Caller(channel)
    loop = ProgramLoop(channel, caller, task["parallel"])
    asyncio.set_event_loop(loop)
    logging.getLogger("asyncio").setLevel(logging.CRITICAL)  # an unfinished graph leaves futures behind, and that is no news
    hasten(loop)
    import_on_demand()
    raised.note()
    pulumi.runtime.set_all_config(task["config"], task["secret_keys"])
    pulumi.runtime.configure(
        pulumi.runtime.Settings(
            monitor=monitor_stub(caller),
            engine=EngineStub(caller, channel),
            project=task["project"],
            stack=task["stack"],
            parallel=task["parallel"],
            dry_run=task["dry_run"],
            organization=task["organization"],
            root_directory=task["root_directory"],
        )
    )
    os.environ.clear()
    os.environ.update(task["environment"])
    os.environ["PULUMI_CONFIG"] = json.dumps(task["config"])  # for threads, which do not see what set_all_config has set
    os.environ["PULUMI_CONFIG_SECRET_KEYS"] = json.dumps(task["secret_keys"])
    sys.argv = [task["entry_point"]]
    os.chdir(task["directory"])
    gc.freeze()
    gc.set_threshold(COLLECTOR_THRESHOLD, 50, 1_000)
    result = _result(loop, task["entry_point"])
    channel.drain()  # with Pulumi's host the threads that make such calls keep the process from ending
    _end_as_an_interpreter_would()
    sys.stdout.flush()
    sys.stderr.flush()
    channel.call(RESULT, json.dumps(result).encode())  # answered, since an answer to an abandoned call may break the channel before
    return 0


def _end_as_an_interpreter_would() -> None:
    """Wait for the program's threads and run what it has registered for its end, since the process itself ends abruptly."""
    threading._shutdown()  # noqa: SLF001  # ty: ignore[missing-attribute]  as multiprocessing ends its forks
    atexit._run_exitfuncs()  # noqa: SLF001


def _result(loop: ProgramLoop, entry_point: str) -> dict[str, Any]:
    program = os.path.abspath(entry_point)  # noqa: PTH100  must match the frames' file names, links unresolved
    try:
        loop.run_until_complete(pulumi.runtime.run_in_stack(lambda: _execute(entry_point, program)))
    except pulumi.RunError as error:
        code = _exit_code(error)
        return {"error": str(error), "end": _EXITED.format(code), "exit_code": code}
    except SystemExit as error:
        return _exited(error)
    except BaseException as error:  # noqa: BLE001  any end of a program is its result
        return {"error": _own_frames(error, program), "exit_code": _exit_code(error)}
    return {}


_EXITED = "program exited with non-zero exit code: {}"


class _NoProgramError(pulumi.RunError):
    """There is nothing to run."""


def _execute(entry_point: str, program: str) -> None:
    if os.path.isdir(program) and not os.path.exists(os.path.join(program, "__main__.py")):  # noqa: PTH112, PTH110, PTH118
        raise _NoProgramError(f"unable to find main python program `__main__.py` in `{program}`")
    runpy.run_path(entry_point, run_name="__main__")


def _exit_code(error: BaseException) -> int:
    code = getattr(error, "exit_code", 1)
    return code if isinstance(code, int) and 0 < code < 256 else 1


def _exited(error: SystemExit) -> dict[str, Any]:
    """What `sys.exit` means: nothing or 0 is a good end, a number the exit code, anything else is printed and 1."""
    if error.code is None or error.code == 0:
        return {}
    code = error.code & 0xFF if isinstance(error.code, int) else 1
    if not isinstance(error.code, int):
        print(error.code, file=sys.stderr)
    return {"end": _EXITED.format(code), "exit_code": 1}


def _module_path(path: str) -> str:
    base, extension = os.path.splitext(path)  # noqa: PTH122
    return os.path.abspath(base if extension else os.path.join(base, "__main__"))  # noqa: PTH100, PTH118


def _own_frames(error: BaseException, program: str) -> str:
    """The traceback from the program's first frame on; where the program has none, without what lies between it and the SDK.

    What the program raised while the SDK worked out a value stands in the causes of what the SDK raises then: it comes first,
    and of the SDK the messages alone follow.
    """
    if own := _own(error, program):
        return own
    outer = [error]
    while (cause := outer[-1].__cause__) is not None and cause not in outer:
        if own := _own(cause, program):
            said = [line for exception in reversed(outer) for line in (_CAUSED, *traceback.format_exception_only(exception))]
            return "".join([own, *said])
        outer.append(cause)
    frames = traceback.extract_tb(error.__traceback__)
    last = max((index for index, frame in enumerate(frames) if frame.filename.startswith(_MACHINERY)), default=-1)
    if last + 1 == len(frames):
        return "".join(traceback.format_exception_only(error))
    return "".join(traceback.format_exception(error, limit=last + 1 - len(frames), chain=False))


_CAUSED = "\nThe above exception was the direct cause of the following exception:\n\n"


def _own(error: BaseException, program: str) -> str:
    """The exception's text with the frames that begin with the program's first one; empty where it has none."""
    own = _module_path(program)
    for trace in raised.tracebacks(error):
        frames = traceback.extract_tb(trace)
        for index, frame in enumerate(frames):
            if _module_path(frame.filename) == own:
                return "".join(traceback.format_exception(type(error), error, trace, limit=index - len(frames)))
    return ""
