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
from typing import Any

import pulumi
import pulumi.runtime

from . import raised, told
from .channel import Channel
from .frames import RESULT
from .lazy import import_on_demand
from .loop import ProgramLoop
from .sdk import hasten
from .stub import Caller, EngineStub, monitor_stub

COLLECTOR_THRESHOLD = 200_000
"""Collections at Python's usual 700 objects take more than half of the time of a program with a thousand resources."""


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
    program = os.path.abspath(entry_point)  # noqa: PTH100  the program may change directories
    try:
        loop.run_until_complete(pulumi.runtime.run_in_stack(lambda: _execute(entry_point, program)))
    except pulumi.RunError as error:
        code = _exit_code(error)
        return {"error": str(error), "end": _EXITED.format(code), "exit_code": code}
    except SystemExit as error:
        return _exited(error)
    except BaseException as error:  # noqa: BLE001  any end of a program is its result
        return {"error": told.text_of(error), "exit_code": _exit_code(error)}
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
