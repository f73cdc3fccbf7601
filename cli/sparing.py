"""`nusa destroy --exclude-protected`: what is protected stays, with everything that it needs.

Source: getProtectedExcludes in pkg/cmd/pulumi/operations/destroy.go.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from engine.prior import Prior
from engine.result import Options
from engine.targets import UrnTargets

if TYPE_CHECKING:
    from engine import Session


@dataclasses.dataclass(frozen=True, slots=True)
class Spared:
    """What a destruction leaves.

    Args:
        urns: that is protected, or needed by what is.
        everything: there is nothing else.
    """

    urns: frozenset[str] = frozenset()
    everything: bool = False

    @classmethod
    def of(cls, session: Session) -> Spared:
        resources = session.snapshot().resources
        urns = Prior(resources).protected()
        return cls(frozenset(urns), bool(urns) and urns == {resource.urn for resource in resources})

    def options(self, options: Options) -> Options:
        """The options of a destruction that leaves it."""
        excludes = UrnTargets((*options.selection.excludes.given, *sorted(self.urns)))
        return dataclasses.replace(options, selection=dataclasses.replace(options.selection, excludes=excludes))

    @property
    def told(self) -> str:
        """What to say when all else is gone, or when there was nothing else."""
        begin = "There were no unprotected resources to destroy" if self.everything else "All unprotected resources were destroyed"
        return f"{begin}. There are still {len(self.urns)} protected resources associated with this stack."
