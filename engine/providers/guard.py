"""Keeps a plugin's process, and whatever it starts, from outliving the engine, however that ends: also by SIGKILL.

The process's group has a watcher that reads from a pipe of which the engine holds the other end. The kernel closes that end with
the engine, and the watcher then kills its group. This needs a POSIX shell and nothing of the plugin.
"""

from __future__ import annotations

import os
from typing import Final

_SCRIPT: Final = 'exec 3<&0; { read -r _ <&3; kill -9 0; } >/dev/null 2>&1 & exec "$@" </dev/null 3<&-'
"""The shell becomes the plugin itself, so that its process id and its exit code are the plugin's."""


class Leash:
    """The pipe between the engine and the watcher of one process, which is to be the leader of a group of its own.

    `end` is what the process gets as its standard input. Whoever has started it calls `handed_over`, and `close` (twice
    does no harm) when the process has ended, or is to end with everything in its group.
    """

    def __init__(self) -> None:
        self.end, held = os.pipe()
        self._held = os.fdopen(held, "wb", buffering=0)

    def command(self, command: tuple[str, ...]) -> tuple[str, ...]:
        """The command that runs another one with a watcher beside it."""
        return ("/bin/sh", "-c", _SCRIPT, "sh", *command)

    def handed_over(self) -> None:
        os.close(self.end)

    def close(self) -> None:
        self._held.close()
