"""What a deployment tells, without a secret in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.values import Secret, Value

if TYPE_CHECKING:
    from collections.abc import Callable

    from engine import Result, Session
    from engine.events import Event
    from views.veil import Veil


class Masking:
    """Tells events on without secrets; of a preview some only at its end, since what comes later may say that they hold one.

    Args:
        listener: hears what may be told.
        session: the stack, whose configuration and state say what is secret.
        planned: what a preview of the same has found; its secrets are known too.
        clear: leave events as they are, and hold none back: secrets are asked for.
        holds: which events wait for the end.
    """

    def __init__(
        self,
        listener: Callable[[Event], None],
        session: Session,
        planned: Result | None = None,
        *,
        clear: bool,
        holds: Callable[[Event], bool],
    ) -> None:
        from views.veil import marked, secrets_in
        from views.veiled import Veiled

        steps = () if planned is None else planned.steps
        resources = [each for step in steps for each in (step.old, step.new) if each is not None]
        asked = () if planned is None else planned.asked
        told = (secret for each in asked for secret in secrets_in(each.inputs))
        self._listener, self._clear, self._holds = listener, clear, holds
        self._veiled = Veiled([*known_to(session), *(value for each in resources for value in marked(each)), *told])
        self._held: list[Event] = []

    @property
    def veil(self) -> Veil:
        """What hides the secrets that are known so far."""
        return self._veiled.veil

    def __call__(self, event: Event) -> None:
        """Tell an event, or keep it."""
        self._veiled.learn(event)
        if self._clear:
            self._listener(event)
        elif self._holds(event):
            self._held.append(event)
        else:
            self._listener(self._veiled(event))

    def end(self) -> None:
        """Tell what was kept."""
        held, self._held = self._held, []
        for event in held:
            self._listener(self._veiled(event))


def known_to(session: Session) -> list[Value]:
    """The values that a stack's secrets are in before anything happens.

    Of a value of the configuration of which a part alone is secret that part is one, since the rest stands in clear in its file.
    """
    from views.veil import marked

    clear = (value for value in session.config.values.values() if not isinstance(value, Secret))
    sealed = (Secret(text) for text in sorted(session.config.secret_texts()))
    return [*clear, *sealed, *(value for each in session.snapshot().resources for value in marked(each))]
