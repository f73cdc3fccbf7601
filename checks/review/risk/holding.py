"""What is known of a type: what its objects hold, and how that survives their end."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final, NamedTuple, TypeAlias

from ..model import Tier

Properties: TypeAlias = Mapping[str, Any]


class Verdict(NamedTuple):
    """A tier, and why, as a sentence without its full stop; and whether the cloud refuses to delete it, or keeps it forgotten."""

    tier: Tier
    because: str
    refused: bool = False
    stays: bool = False


_ON: Final = (True, 1, "on", "true", "Enabled", "ACTIVE")
REFUSED: Final = "its provider refuses to delete a subscription"
_SUBSCRIBED: Final = ("prepaid", "subscription")

Judge: TypeAlias = Callable[[Properties], Verdict]
"""Given what an object is and was told, says what becomes of what it holds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """What a table says of a type.

    Args:
        judge: its verdict.
        guard: the property by which the cloud itself refuses a deletion; empty where there is none.
        while_full: whether the cloud refuses to delete it unless it is empty, and the property that overrules that.
        paid: the property that says how it is paid for, where a subscription is not ended by a deletion.
        let_go: what becomes of such a subscription.
    """

    judge: Judge
    guard: str = ""
    while_full: str = ""
    paid: str = ""
    let_go: str = "its provider only forgets a subscription, which stays in the cloud"

    def guarded(self, properties: Properties) -> bool:
        """Whether the cloud itself refuses to delete it."""
        return bool(self.guard) and properties.get(self.guard) in _ON

    def verdict(self, properties: Properties) -> Verdict:
        """What becomes of it; what the cloud refuses to delete, and what stays there, loses nothing."""
        if self.guarded(properties):
            return Verdict(Tier.REVERSIBLE, f"the cloud refuses while {self.guard} is on, and an update ends there", refused=True)
        if self.paid and str(properties.get(self.paid)).lower() in _SUBSCRIBED and properties.get("forceDelete") is not True:
            refused = self.let_go == REFUSED
            return Verdict(Tier.REVERSIBLE, f"{self.let_go} ({self.paid})", refused=refused, stays=not refused)
        if self.while_full and properties.get(self.while_full) is not True:
            return Verdict(Tier.REVERSIBLE, f"the cloud refuses while anything is in it, unless {self.while_full}")
        return self.judge(properties)


def always(tier: Tier, because: str) -> Judge:
    """The same of every object of a type."""
    return lambda _: Verdict(tier, because)


def says(tier: Tier, because: str, *, guard: str = "", while_full: str = "") -> Holding:
    """A type of which all objects have the same verdict."""
    return Holding(judge=always(tier, because), guard=guard, while_full=while_full)


def kept(tier: Tier, because: str, *, if_set: Iterable[str], else_lost: str) -> Judge:
    """A tier where one of some properties is set to anything but nothing, no, none or 0; unrecoverable else.

    Args:
        tier: where one is.
        because: why, followed by the property and its value.
        if_set: the properties.
        else_lost: why not, where none is.
    """

    def judge(properties: Properties) -> Verdict:
        for name in if_set:
            value = properties.get(name)
            if value not in (None, False, 0, "", "0", "None", "NONE", "Disabled", [], {}):
                return Verdict(tier, f"{because} ({name}: {_said(value)})")
        return Verdict(Tier.LOST, else_lost)

    return judge


def window(name: str, default: int | None, because: str, *, at_once: str = "", older: str = "") -> Judge:
    """A deletion that can be taken back for some days.

    Args:
        name: the property that says how many.
        default: how many, unless it says; None where a provider refuses to delete what does not say.
        because: what is the case, with `{}` for the days.
        at_once: the property that leaves no such days.
        older: what the property was called before.
    """

    def judge(properties: Properties) -> Verdict:
        days = properties.get(name, properties.get(older))
        days = default if not isinstance(days, int | float) else int(days)
        if days is None:
            return Verdict(Tier.REVERSIBLE, f"its provider refuses unless {name} is set", refused=True)
        if not days or (at_once and properties.get(at_once) is True):
            return Verdict(Tier.LOST, f"it is gone at once ({at_once if days else name})")
        return Verdict(Tier.EFFORT, because.format(days))

    return judge


def _said(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(int(value)) if isinstance(value, float) else str(value)
