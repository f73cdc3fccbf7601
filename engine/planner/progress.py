"""What a deployment has decided so far, URN by URN."""

from __future__ import annotations

from dataclasses import dataclass, field

from ..resource import Resource


@dataclass(slots=True)
class Progress:
    """Sets of URNs; `deletes` lives in the context, since steps look at it while they are applied."""

    seen: set[str] = field(default_factory=set)
    """Registered or read; a second registration of one of these is an error."""
    creates: set[str] = field(default_factory=set)
    sames: set[str] = field(default_factory=set)
    updates: set[str] = field(default_factory=set)
    replaces: set[str] = field(default_factory=set)
    reads: set[str] = field(default_factory=set)
    imports: set[str] = field(default_factory=set)
    skipped_creates: set[str] = field(default_factory=set)
    """Registered and not to be made now, since the deployment is not about them."""
    condemned: list[Resource] = field(default_factory=list)
    """Registered during a destruction, which deletes them at its end, in the order of their registration."""
    refreshes: set[str] = field(default_factory=set)
    aliased: dict[str, str] = field(default_factory=dict)
    """Old URN → the new URN of the resource that claimed it by an alias."""
    old_urns: dict[str, str] = field(default_factory=dict)
    """New URN → the old URN that it claimed."""
    providers: dict[str, Resource] = field(default_factory=dict)
    """Provider resources by URN, old URNs too."""
    deleted_early: set[int] = field(default_factory=set)
    """The identities of the resources that a delete-before-replace has deleted."""
    reasons_of_cascade: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Why a resource was deleted for the sake of another one: the properties that would replace it."""

    def handled(self, urn: str) -> bool:
        """Whether the resource of the prior state with this URN has found its place in the new one, so that it is not deleted."""
        urn = self.aliased.get(urn, urn)
        return urn in self.sames or urn in self.updates or urn in self.replaces or urn in self.reads or urn in self.refreshes

    def decided(self, urn: str, deletes: dict[str, bool]) -> bool:
        """Whether a step has been planned for this URN."""
        return (
            urn in self.reads
            or urn in self.creates
            or urn in self.sames
            or urn in self.updates
            or urn in self.replaces
            or urn in deletes
        )
