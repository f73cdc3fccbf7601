"""`nusa` in a process of its own for each command, forked off one that has imported what commands need: a third of what many take."""

from __future__ import annotations

import gc
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).parents[2]
_LARGEST: Final = 1 << 17
_IMPORTED: Final = (
    "cli.main, cli.flow, cli.comment, cli.masking, cli.reviews, cli.texts, cli.documents, cli.prompt, cli.stack_show, cli.state_move, "
    "engine.session, engine.deployment, engine.host, simulator, checks.judgement, checks.reading, views.tree, views.sections"
)
_SERVE: Final = f"""
import os, socket, sys
sys.path.insert(0, sys.argv[2])
import {_IMPORTED}
from tests.support.commands import serve
serve(socket.socket(fileno=int(sys.argv[1])))
"""


def serve(control: socket.socket) -> None:
    """Fork a process for each request, one after the other, until nobody asks any more; only the forked ones return."""
    gc.freeze()
    while True:
        request, fds, _, _ = socket.recv_fds(control, _LARGEST, 2)
        if not request:
            os._exit(0)
        pid = os.fork()
        if pid == 0:
            control.close()
            _become(json.loads(request), fds)
            return
        for fd in fds:
            os.close(fd)
        control.send(str(pid).encode())
        _, status = os.waitpid(pid, 0)
        control.send(str(os.waitstatus_to_exitcode(status)).encode())


def _become(request: Mapping[str, Any], fds: Sequence[int]) -> None:
    """Be the command: as Python would have begun it, but for what is imported already."""
    for fd, standard in zip((os.open(os.devnull, os.O_RDONLY), *fds), (0, 1, 2), strict=True):
        os.dup2(fd, standard)
        os.close(fd)
    os.chdir(request["cwd"])
    os.environ.clear()
    os.environ.update(request["environment"])
    sys.argv = ["nusa", *request["arguments"]]
    sys.path[:1] = [request["cwd"], str(ROOT)]
    from cli.start import main

    main()


class _Commands:
    """The process that is forked."""

    def __init__(self) -> None:
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        inherited = {name: value for name, value in os.environ.items() if not name.startswith(("PULUMI_", "NUSANTARA_"))}
        command = [sys.executable, "-c", _SERVE, str(theirs.fileno()), str(ROOT)]
        self._process = subprocess.Popen(command, env=inherited, pass_fds=[theirs.fileno()], cwd=ROOT)
        theirs.close()

    def run(self, arguments: Sequence[str], cwd: Path, environment: Mapping[str, str], patience: float) -> tuple[int, str, str]:
        """The exit code of a command, and what it wrote.

        Raises:
            subprocess.TimeoutExpired: it takes longer than there is patience.
        """
        request = {"arguments": arguments, "cwd": str(cwd), "environment": dict(environment)}
        with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
            socket.send_fds(self._control, [json.dumps(request).encode()], [out.fileno(), err.fileno()])
            self._control.settimeout(None)
            pid = int(self._control.recv(64))
            self._control.settimeout(patience)
            try:
                code = int(self._control.recv(64))
            except TimeoutError:
                os.kill(pid, signal.SIGKILL)
                self._control.settimeout(None)
                self._control.recv(64)
                raise subprocess.TimeoutExpired(["nusa", *arguments], patience) from None
            return code, _text(out), _text(err)


def _text(file: Any) -> str:
    file.seek(0)
    return file.read().decode().replace("\r\n", "\n")


@cache
def commands() -> _Commands:
    """The process that is forked, of this process."""
    return _Commands()
