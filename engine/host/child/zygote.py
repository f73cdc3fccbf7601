"""A process that has imported the SDK and forks a child for each program.

It never starts a thread nor gRPC, so that every fork is sound, and it ends, with its children, when the engine's process ends.
A request is one byte on a socket, with four file descriptors: the channel, standard output, standard error, and a pipe on which the
child's process id and later its exit code are told, a line each. What to run comes over the channel.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import io
import json
import os
import selectors
import signal
import socket
import sys
import traceback
from typing import Any, NoReturn

from .run import run

FDS = 4
_PR_SET_PDEATHSIG = 1


def serve(control: socket.socket, hidden: str) -> None:
    """Serve requests until the engine's end of the socket closes.

    Args:
        control: where the requests come from.
        hidden: a directory from which no program may import, though the engine did.
    """
    _hide(hidden)
    with contextlib.suppress(OSError):
        os.setsid()  # Ctrl-C in a terminal is the engine's business
    gc.freeze()
    children: dict[int, int] = {}
    wake, waker = socket.socketpair()
    waker.settimeout(0)
    wake.settimeout(0)
    signal.set_wakeup_fd(waker.fileno(), warn_on_full_buffer=False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    with selectors.DefaultSelector() as selector:
        selector.register(control, selectors.EVENT_READ)
        selector.register(wake, selectors.EVENT_READ)
        while True:
            for key, _ in selector.select():
                if key.fileobj is wake:
                    with contextlib.suppress(BlockingIOError):
                        wake.recv(4096)
                    _reap(children)
                elif not _accept(control, children, [control, wake, waker]):
                    for pid in children:
                        _kill(pid)
                    os._exit(0)


def _hide(directory: str) -> None:
    """Take our own sources, and the script that has started us, out of the import path; site-packages stay, wherever they lie."""
    if not sys.flags.safe_path:
        del sys.path[0]
    if not os.path.isdir(os.path.join(directory, "pulumi")):  # noqa: PTH112, PTH118  as the import path holds it
        sys.path[:] = [path for path in sys.path if os.path.abspath(path) != directory]  # noqa: PTH100


def _reap(children: dict[int, int]) -> None:
    for pid in list(children):
        done, status = os.waitpid(pid, os.WNOHANG)
        if done:
            _kill(pid)  # what the program itself started dies with it
            report = children.pop(pid)
            with contextlib.suppress(OSError):
                os.write(report, f"{os.waitstatus_to_exitcode(status)}\n".encode())
            os.close(report)


def _kill(group: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(group, signal.SIGKILL)


def _accept(control: socket.socket, children: dict[int, int], own: list[socket.socket]) -> bool:
    """Fork a child for one request; False when the engine has gone."""
    try:
        request, fds, _, _ = socket.recv_fds(control, 1, FDS)
    except ConnectionError:
        return False
    if not request:
        return False
    channel, out, err, report = fds
    pid = os.fork()
    if pid == 0:
        for sock in own:
            sock.close()
        for other in (*children.values(), report):
            os.close(other)
        _become(channel, out, err)
    with contextlib.suppress(OSError):
        os.setpgid(pid, pid)  # the child does the same; whoever comes first
    children[pid] = report
    try:
        os.write(report, f"{pid}\n".encode())
    except BrokenPipeError:
        _kill(pid)  # whoever wanted the program has given it up
    for fd in (channel, out, err):
        os.close(fd)
    return True


def _become(channel: int, out: int, err: int) -> NoReturn:
    """Turn this fork into the program's process, run the program and end."""
    code = 1
    try:
        zygote = os.getppid()
        with contextlib.suppress(OSError):
            os.setpgid(0, 0)
        _die_with(zygote)
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        _redirect(out, err)
        os.set_inheritable(channel, False)  # noqa: FBT003  the function takes no keyword
        sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM, fileno=channel)
        code = run(sock, _task(sock))
    except BaseException:  # noqa: BLE001  the traceback must come out before the process ends
        traceback.print_exc()
    finally:
        with contextlib.suppress(OSError, ValueError):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(code)


def _die_with(parent: int) -> None:
    """Have the kernel kill this process when its parent dies, where the kernel can (Linux)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(1)


def _redirect(out: int, err: int) -> None:
    nothing = os.open(os.devnull, os.O_RDONLY)
    for fd, standard in ((nothing, 0), (out, 1), (err, 2)):
        os.dup2(fd, standard)
        os.close(fd)
    sys.stdin = sys.__stdin__ = open(0, closefd=False)  # noqa: SIM115  it stays open as long as the process lives
    sys.stdout = sys.__stdout__ = _stream(1, "strict")
    sys.stderr = sys.__stderr__ = _stream(2, "backslashreplace")


def _stream(fd: int, errors: str) -> io.TextIOWrapper:
    """Unbuffered text, as `python -u` has it."""
    raw = open(fd, "wb", buffering=0, closefd=False)  # noqa: SIM115  it stays open as long as the process lives
    return io.TextIOWrapper(raw, encoding="utf-8", errors=errors, write_through=True)


def _task(sock: socket.socket) -> dict[str, Any]:
    """The first thing on the channel: a length, and what to run as JSON."""
    length = int.from_bytes(_receive(sock, 4), "little")
    return json.loads(_receive(sock, length))


def _receive(sock: socket.socket, length: int) -> bytes:
    received = bytearray()
    while len(received) < length:
        chunk = sock.recv(length - len(received))
        if not chunk:
            os._exit(1)
        received += chunk
    return bytes(received)
