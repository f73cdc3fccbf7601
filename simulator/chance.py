"""Faults at random: a cloud, or one region of it, that fails a share of its calls until it is healed.

What a call meets depends on the seed and on how many calls there were before it, so that a call made again has another chance. The
count is kept in a transaction of its own: that of a call that fails is undone.
"""

from __future__ import annotations

import random

from .store import Store


def strikes(store: Store, cloud: str, region: str) -> bool:
    """Whether the next call of a cloud in a region is one that fails."""
    with store.reading() as connection:
        rows = connection.execute(
            "SELECT rowid, rate FROM chances WHERE cloud = ? AND region IN ('', ?)", (cloud, region)
        ).fetchall()
    if not any(rate for _, rate in rows):
        return False
    with store.writing() as connection:
        update = "UPDATE chances SET drawn = drawn + 1 WHERE rowid = ? RETURNING seed, drawn, rate"
        drawn = [connection.execute(update, (number,)).fetchone() for number, _ in rows]
    return any(random.Random(f"{seed}/{count}").random() < rate for seed, count, rate in drawn)  # noqa: S311  chance, no secret
