"""The question before anything is done.

Source: pkg/backend/apply.go (confirmBeforeUpdating).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from rich.console import Console
from rich.prompt import InvalidResponse, Prompt
from rich.text import Text

from engine import urn
from engine.events import Op, Step
from views import looks
from views.names import safe, short_type

from .terminal import Terminal

YES: Final = "yes"
NO: Final = "no"
DETAILS: Final = "details"
REFRESH: Final = "refresh"


class _Choice(Prompt):
    """A prompt that takes the beginning of a choice for the choice."""

    response_type = str
    prompt_suffix = " "
    illegal_choice_message = "Please answer yes, no or details"

    def process_response(self, value: str) -> str:
        given = value.strip().lower()
        for choice in self.choices or ():
            if given and choice.startswith(given):
                return choice
        raise InvalidResponse(self.illegal_choice_message)


def confirmed(terminal: Terminal, what: str, details: Callable[[], None]) -> bool:
    """Ask until the answer is yes or no.

    Args:
        terminal: where a person is.
        what: what would be done: `update`, `refresh` or `destroy`.
        details: shows what would change.
    """
    question = Text(f"Do you want to perform this {what}?", looks.PROMPT)
    if what == REFRESH:
        question.append("\nNo resources will be modified as part of this refresh; just your stack's state will be.\n")
    while True:
        try:
            answer = _Choice.ask(question, console=terminal.out, choices=[YES, NO, DETAILS], default=NO)
        except (EOFError, KeyboardInterrupt):
            terminal.out.print(f"\nconfirmation cancelled, not proceeding with the {what}")
            return False
        if answer == DETAILS:
            details()
        elif answer == NO:
            terminal.out.print(f"confirmation declined, not proceeding with the {what}")
            return False
        else:
            return True


def typed(terminal: Terminal, warning: str, name: str) -> bool:
    """Warn, and have a name typed by whoever is sure (ConfirmPrompt in pkg/cmd/pulumi/ui/survey.go)."""
    terminal.out.print(Text(warning, looks.ERROR))
    terminal.out.print(Text(f"Please confirm that this is what you'd like to do by typing `{name}`:", looks.PROMPT), end=" ")
    try:
        return input().strip() == name
    except EOFError:
        return False


def agreed(terminal: Terminal, question: str) -> bool:
    """Ask a question that is answered by yes or no; no answer is a no."""
    from rich.prompt import Confirm

    try:
        return Confirm.ask(Text(question, looks.PROMPT), console=terminal.out, default=False)
    except EOFError:
        return False


def warn_of_retained(console: Console, steps: Iterable[Step]) -> None:
    """Tell of the resources that will leave the state and stay in their cloud."""
    retained = [step for step in steps if step.op in (Op.DELETE, Op.REPLACE) and step.old and step.old.retain_on_delete]
    if not retained:
        return
    console.print(Text.assemble(("info: ", looks.WARNING), _untracked(len(retained))))
    for step in retained:
        console.print(f"    - {short_type(step.type)} {safe(urn.name_of(step.urn))}")
    console.print()


def _untracked(count: int) -> str:
    return f"This update will leave {count} resource(s) untracked in your environment:"
