"""A plan as reviewers read it: facts, without their text."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from ..judgement import Judgement
from ..plan import LOST, Kind, Plan
from .renames import Rename
from .replacements import Replacement


class Tier(StrEnum):
    """How what a step destroys comes back; the later, the worse."""

    REVERSIBLE = "reversible"
    """The opposite change brings it back as it was."""
    EFFORT = "reversible with effort"
    """It can be made again, but somebody must act: another address, a new certificate, a cache that fills."""
    BACKUP = "from backup"
    """Its data is lost but for a copy that exists: a snapshot, a version, what the cloud keeps for some days."""
    LOST = "unrecoverable"
    """Nothing is known to exist from which it could be brought back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Risk:
    """What a destructive step would cost.

    Args:
        urn: of the object.
        kind: what becomes of it.
        tier: how what is destroyed comes back.
        because: why it is of that tier, by the properties that say so, as a sentence without its full stop.
        downtime: what does not work meanwhile, likewise; empty where nothing is expected to stop.
        possible: whether that is so only if it is replaced, which is not certain.
        refused: whether the cloud, or the engine, refuses to take it away, at which an update ends.
        reaches: the URNs of what depends on it, near and far, in the order of the plan.
        sites: the sites that it and they belong to, sorted.
    """

    urn: str
    kind: Kind
    tier: Tier
    because: str
    downtime: str = ""
    possible: bool = False
    refused: bool = False
    reaches: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()

    @property
    def quiet(self) -> bool:
        """Whether it comes back as it was, while nothing stops and nothing refuses: who reviews may do without it."""
        return self.tier is Tier.REVERSIBLE and self.kind in LOST and not self.downtime and not self.refused


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """Something that somebody may do or reach, and could not before; or no longer.

    Args:
        gained: whether it is new; else it is taken away.
        control: what grants it: IAM, RAM, security group, network policy, RBAC, access entry, endpoint, IP white list, bucket.
        who: a principal, or the addresses or pods that connections come from.
        may: actions or ports; of a denial that comes or goes, after "denied: " or "no longer denied: ".
        on: a resource, or the addresses or pods that connections go to.
        urn: of the object that says so.
        site: the site; empty where it belongs to none.
        wide: why it is more than most would grant, say because everyone is in; empty where it is not.
    """

    gained: bool
    control: str
    who: str
    may: str
    on: str
    urn: str
    site: str = ""
    wide: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Against:
    """What a plan starts from.

    Args:
        what: in words, say "main at 1a2b3c4", "checkpoint production.json", "the state".
        notes: what a reader must know of it, say that the worktree has changes that are not committed.
    """

    what: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """Everything that is told of a plan.

    Args:
        stack: the stack's name.
        against: what the plan starts from.
        plan: what would change.
        judgement: what the checks found, and what of it is accepted; None where none looked.
        risks: of every destructive step, the worst first.
        replacements: what is replaced, and what forces it.
        renames: what is deleted and made again under another name.
        access: who may do or reach what, and could not before.
        notes: what a plan without the clouds cannot know, and what was not looked at.
        failures: why the preview ended before its end; what it had planned until then is told all the same.
    """

    stack: str
    against: Against
    plan: Plan
    judgement: Judgement | None = None
    risks: tuple[Risk, ...] = ()
    replacements: tuple[Replacement, ...] = ()
    renames: tuple[Rename, ...] = ()
    access: tuple[Access, ...] = ()
    notes: tuple[str, ...] = ()
    failures: tuple[str, ...] = ()
