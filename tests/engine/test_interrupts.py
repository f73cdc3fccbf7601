"""Signals during a run."""

from __future__ import annotations

import asyncio
import signal
import threading
import time

from engine.interrupts import Interrupts


def test_a_signal_that_comes_while_nothing_happens_is_heard_at_once():
    """It is taken in another thread, so that it does not end the wait of the one in which the loop runs."""
    told: list[int] = []

    def elsewhere() -> None:
        time.sleep(0.1)
        signal.pthread_kill(threading.get_ident(), signal.SIGINT)

    async def run() -> None:
        heard = asyncio.Event()

        def hear(number: int) -> None:
            told.append(number)
            heard.set()

        interrupts.attach(hear)
        thread = threading.Thread(target=elsewhere)
        thread.start()
        await asyncio.wait_for(heard.wait(), 20)
        interrupts.detach()
        thread.join()

    begun = time.monotonic()
    with Interrupts() as interrupts:
        asyncio.run(run())
    assert told == [signal.SIGINT]
    assert time.monotonic() - begun < 15, "not only once the wait was over"
    assert signal.set_wakeup_fd(-1) == -1, "nothing is left behind"
