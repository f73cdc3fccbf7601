"""From the beginning of an update to its record."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from typing import Any

from ..project import Project
from .facts import Facts
from .record import Update, UpdateKind, UpdateResult
from .store import History, HistoryError


class Recording:
    """An update under way; `end` makes it history.

    Args:
        history: where the record goes.
        kind: what is done.
        project: what it is done to.
        config: the configuration, as a stack's file has it.
        message: what it is for; the title of the commit where that is empty.
        flags: the options given on the command line (`Facts`).
    """

    def __init__(
        self,
        history: History,
        kind: UpdateKind,
        *,
        project: Project,
        config: Mapping[str, Any],
        message: str,
        flags: Mapping[str, str],
    ) -> None:
        self._history = history
        self._kind = kind
        self._config = config
        self._message = message
        self._facts = Facts(project, flags, os.environ, program=kind is UpdateKind.UPDATE)
        self._start = int(time.time())

    def end(self, changes: Mapping[str, int], *, failed: bool) -> None:
        """Write the record.

        Args:
            changes: how many resources, by the operation.
            failed: whether it did not end well.

        Raises:
            HistoryError: it cannot be written, and nothing worse has happened.
        """
        try:
            self._add(changes, failed=failed)
        except HistoryError:
            if not failed:
                raise

    def fail(self) -> None:
        """Write the record of an update that did not come to its end; what ended it is told by whoever calls."""
        self.end({}, failed=True)

    def _add(self, changes: Mapping[str, int], *, failed: bool) -> None:
        end = int(time.time())
        facts, title = self._facts.gathered()
        self._history.add(
            Update(
                kind=self._kind,
                start=self._start,
                end=end,
                message=self._message or title,
                environment=facts,
                config=self._config,
                result=UpdateResult.FAILED if failed else UpdateResult.SUCCEEDED,
                changes=changes,
            )
        )
