"""The engine's handle on the process that forks programs."""

from __future__ import annotations

import asyncio
import atexit
import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
import traceback
from pathlib import Path
from types import ModuleType

from ..errors import EngineError

_CHILD = Path(__file__).parent / "child"
_ROOT = _CHILD.parents[2]
_BOOTSTRAP = """
import importlib.util, socket, sys
spec = importlib.util.spec_from_file_location("_pulumi_program_host", sys.argv[1], submodule_search_locations=[sys.argv[2]])
package = sys.modules[spec.name] = importlib.util.module_from_spec(spec)
spec.loader.exec_module(package)
from _pulumi_program_host.zygote import serve
serve(socket.socket(socket.AF_UNIX, socket.SOCK_STREAM, fileno=int(sys.argv[3])), sys.argv[4])
"""
"""Loads the child package under a name of its own, so that no module of the program can be taken for one of ours or the reverse."""


class ZygoteError(EngineError):
    """No process for programs could be started; the message says why."""


class Zygote:
    """A process that has imported the SDK and forks a child for each program; it ends when this process does."""

    def __init__(
        self, control: socket.socket, pid: int, process: subprocess.Popen[bytes] | None = None, interpreter: Path | None = None
    ) -> None:
        self._control = control
        self.pid = pid
        self._process = process
        self._interpreter = interpreter

    def start(self, fds: list[int]) -> bool:
        """Fork a child that takes over the channel, standard output, standard error and the report's pipe; False if it has died."""
        try:
            socket.send_fds(self._control, [b"F"], fds)
        except OSError:
            return False
        return True

    def last_words(self) -> str:
        """What the process wrote before it died; only once it has."""
        if self._process is None or self._process.stderr is None:
            return ""
        self._process.wait()
        words = self._process.stderr.read().decode(errors="replace").strip()
        if words.endswith("ModuleNotFoundError: No module named 'pulumi'"):
            return f"{self._interpreter} has no package pulumi; fix: install the project's requirements with it"
        return words

    def close(self) -> None:
        """End the process and all its children."""
        self._control.close()
        if self._process is not None:
            self._process.wait()
            if self._process.stderr is not None:
                self._process.stderr.close()
        else:
            with contextlib.suppress(ChildProcessError):
                os.waitpid(self.pid, 0)


def spawn(interpreter: Path) -> Zygote:
    """Start the zygote in an interpreter of its own, which needs `pulumi` and nothing else.

    Raises:
        ZygoteError: there is no such interpreter.
    """
    ours, theirs = socket.socketpair()
    with theirs:
        try:
            process = subprocess.Popen(
                [interpreter, "-c", _BOOTSTRAP, _CHILD / "__init__.py", _CHILD, str(theirs.fileno()), _ROOT],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                start_new_session=True,
            )
        except OSError as error:
            ours.close()
            raise ZygoteError(f"{interpreter}: cannot be run: {error.strerror}; fix: create the virtual environment") from error
    return Zygote(ours, process.pid, process, interpreter)


def fork() -> Zygote:
    """Fork the zygote from this process, which must be single-threaded."""
    from .child import zygote

    ours, theirs = socket.socketpair()
    pid = os.fork()
    if pid == 0:
        try:
            control = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM, fileno=_leave_parent(theirs))
            zygote.serve(control, str(_ROOT))
        except BaseException:  # noqa: BLE001  nobody above would tell
            traceback.print_exc()
        finally:
            os._exit(1)
    theirs.close()
    return Zygote(ours, pid)


def _leave_parent(control: socket.socket) -> int:
    """Let go, in the fork, of what belongs to the engine: files and locks, signal handlers, its event loop and its modules."""
    kept = control.detach()
    for fd in map(int, os.listdir("/proc/self/fd")):  # noqa: PTH208  names are enough
        if fd > 2 and fd != kept:
            with contextlib.suppress(OSError):  # the listing's own is closed by now
                os.close(fd)
    signal.set_wakeup_fd(-1)
    for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGCHLD):
        signal.signal(number, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    atexit._clear()  # noqa: SLF001  what is to be done at the engine's end is not the program's to do
    asyncio._set_running_loop(None)  # noqa: SLF001  the fork inherits the mark of a loop that runs elsewhere
    _forget_modules()
    return kept


def _forget_modules() -> None:
    """Forget what was imported of ours: a program may have packages of the same names."""
    ours = set()
    for name in {path.stem for path in _ROOT.iterdir() if path.suffix in ("", ".py")} & sys.modules.keys():
        module = sys.modules[name]
        place = getattr(module, "__file__", None) or next(iter(getattr(module, "__path__", ())), "")
        if f"{place}{os.sep}".startswith((f"{_ROOT / name}{os.sep}", f"{_ROOT / name}.py")):
            ours.add(name)
    for name in list(sys.modules):
        if name.partition(".")[0] in ours:
            del sys.modules[name]
    sys.modules["__main__"] = ModuleType("__main__")


def _single_threaded() -> bool:
    """Only Linux tells of threads that Python does not know, such as gRPC's; elsewhere no fork is safe enough."""
    if sys.platform != "linux":
        return False
    return threading.active_count() == 1 and len(os.listdir("/proc/self/task")) == 1  # noqa: PTH208  names are enough


def _untouched() -> bool:
    """Whether no program has run in this process, a test with mocks, say: a fork would have its stack and its monitor."""
    settings = sys.modules.get("pulumi.runtime.settings")
    return settings is None or settings.get_monitor() is settings.get_root_resource() is None


_zygotes: dict[Path | None, Zygote] = {}


def zygote_for(interpreter: Path | None) -> Zygote:
    """The zygote of an interpreter, started on first use; None is this interpreter.

    Call it early: a process that is single-threaded still, and has run no program itself, is forked, which costs nothing; else the
    interpreter is started anew.
    """
    zygote = _zygotes.get(interpreter)
    if zygote is None:
        forkable = interpreter is None and _single_threaded() and _untouched()
        zygote = _zygotes[interpreter] = fork() if forkable else spawn(interpreter or Path(sys.executable))
    return zygote


def discard(zygote: Zygote) -> None:
    """Forget a zygote that has died; the next program gets a new one."""
    for interpreter, known in list(_zygotes.items()):
        if known is zygote:
            del _zygotes[interpreter]
    zygote.close()
