"""Who hears every event first, before the view does."""

from __future__ import annotations

import dataclasses
from typing import Any

from .events import Asked, Diagnostic, Event, Listener, PolicyViolation, Severity, Step, StepStarted
from .monitor.monitor import SEVERITIES


class Journal:
    """Hears every event first: keeps what the result needs, hides secrets in messages, and passes the event on."""

    def __init__(self, listener: Listener, hidden: frozenset[str]) -> None:
        self._listener = listener
        self._hidden = sorted(hidden, key=len, reverse=True)
        self.steps: list[Step] = []
        self.diagnostics: list[Diagnostic] = []
        self.asked: list[Asked] = []

    def __call__(self, event: Event) -> None:
        if isinstance(event, StepStarted):
            self.steps.append(event.step)
        elif isinstance(event, Asked):
            self.asked.append(event)
        elif isinstance(event, Diagnostic | PolicyViolation):
            event = dataclasses.replace(event, message=self._masked(event.message))
            if isinstance(event, Diagnostic):
                self.diagnostics.append(event)
        self._listener(event)

    def log(self, request: Any) -> None:
        """Take what a provider says through the engine's service."""
        severity = SEVERITIES.get(request.severity, Severity.INFO)
        self(Diagnostic(request.message, severity, request.urn, request.ephemeral, request.streamId))

    def _masked(self, message: str) -> str:
        for text in self._hidden:
            message = message.replace(text, "[secret]")
        return message
