"""What every view on the command line does: begin, take events, end."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from engine.events import Event

if TYPE_CHECKING:
    from checks.judgement import Judgement
    from checks.review.model import Review
    from views.veil import Veil


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What is deployed.

    Args:
        project: the project's name.
        stack: the stack's name.
        config: the configuration, secrets masked.
        reality: what runs for real and what does not; empty where nothing will be touched.
    """

    project: str
    stack: str
    config: Mapping[str, str]
    reality: str


class Show(ABC):
    """Shows one deployment: what is done inside `with`, event by event."""

    def begin(self) -> None:  # noqa: B027  some views have nothing to show yet
        """Show what is known before anything happens."""

    @abstractmethod
    def fold(self, event: Event) -> None: ...

    def judge(self, judgement: Judgement, veil: Veil) -> None:  # noqa: B027  text tells it below, once the view has ended
        """Take in what checks say of the plan, before the end, and what hides secrets in that."""

    def review(self, review: Review, veil: Veil) -> None:  # noqa: B027  likewise
        """Take in what reviewers are told of the plan, before the end."""

    def end(self) -> None:  # noqa: B027  some views have said it all
        """Show what is known only at the end."""

    def abandon(self) -> None:  # noqa: B027  most views take nothing from the terminal
        """Leave the terminal as it was found: the deployment could not begin, or was cut off."""

    def __enter__(self) -> Self:
        self.begin()
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None:
            self.end()
        else:
            self.abandon()
