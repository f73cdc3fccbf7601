"""Ending what holds a stack's lock: a run that is at work is interrupted, a lock that was left behind is taken away.

Pulumi's file backend deletes the lock under a run that goes on working, and the next run writes over what it does. Here the lock
of a living run cannot be taken: it is interrupted as by Ctrl-C, finishes what it has begun, and gives the lock back itself. Asked a
second time, it gives up at once. A lock from another host, whose processes cannot be seen, is taken away, as in Pulumi: whoever
cancels answers for them.
"""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path
from typing import Final

from .errors import EngineError
from .lock import Holder, held_by, take_away

PATIENCE_SECONDS: Final = 60.0
_LOOK_SECONDS: Final = 0.05


class NotCancelledError(EngineError):
    """The run that holds the lock could not be interrupted, or has not ended yet."""


def cancel(lock: Path, *, patience: float = PATIENCE_SECONDS) -> Holder | None:
    """Free a stack.

    Args:
        lock: the lock's file.
        patience: how many seconds a run may take to finish what it has begun.

    Returns:
        Who held the lock; None where nobody did.

    Raises:
        NotCancelledError: it is held still.
    """
    holder, alive = held_by(lock)
    if not alive:
        take_away(lock)
        return holder
    if holder is None:
        raise NotCancelledError(f"{lock} is locked by another process, which has not said who it is; fix: try again")
    try:
        os.kill(holder.pid, signal.SIGINT)
    except PermissionError as error:
        raise NotCancelledError(f"the update belongs to {holder}, whom this user may not interrupt") from error
    except ProcessLookupError:
        pass  # it has ended this moment
    end = time.monotonic() + patience
    while held_by(lock) == (holder, True):
        if time.monotonic() > end:
            raise NotCancelledError(
                f"the update of {holder} was interrupted and is still finishing what it has begun; "
                "fix: wait for it, or run `nusa cancel` again, which makes it give up at once"
            )
        time.sleep(_LOOK_SECONDS)
    return holder
