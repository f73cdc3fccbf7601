"""Which resource of the prior state a registration means."""

from __future__ import annotations

from .. import urn as urns
from ..context import Context
from ..errors import EngineError
from ..goal import Alias
from ..resource import Resource
from .progress import Progress


def new_urn(context: Context, progress: Progress, parent: str, type_: str, name: str) -> str:
    """The URN of a registration.

    Raises:
        EngineError: its parent has not been registered.
        ReportedError: another registration has the same URN.
    """
    if parent and parent not in progress.seen:
        raise EngineError(f"could not find parent resource {parent}")
    parent_type = urns.qualified_type_of(parent) if parent else ""
    urn = urns.make(context.stack, context.project, parent_type, type_, name)
    if urn in progress.seen:
        context.refuse(f"Duplicate resource URN '{urn}'; try giving it a unique name", urn)
    progress.seen.add(urn)
    return urn


class Identity:
    """Finds the prior resource of each registration, and keeps two registrations from claiming the same one."""

    def __init__(self, context: Context, progress: Progress) -> None:
        self._context = context
        self._progress = progress

    def find(self, urn: str, type_: str, name: str, parent: str, aliases: tuple[Alias, ...]) -> tuple[Resource | None, str, bool]:
        """The prior resource that a registration means: its own URN counts first, then its aliases in their order.

        Returns:
            The resource, if any; the alias by which it was found, if so; and whether the registration is valid.
        """
        context, progress = self._context, self._progress
        valid = True
        if urn in progress.aliased:
            valid = False
            context.error(
                f"Duplicate resource URN '{urn}' conflicting with alias on resource with URN '{progress.aliased[urn]}'", urn
            )
        if (old := context.prior.live.get(urn)) is not None:
            return old, "", valid
        for alias in self._candidates(type_, name, parent, aliases):
            old = context.prior.live.get(alias)
            if old is None:
                continue
            if alias == urn:
                return old, "", valid
            for claimed in (urn if alias in progress.seen else "", progress.aliased.get(alias, "")):
                if claimed:
                    valid = False
                    context.error(
                        f"Duplicate resource alias '{alias}' applied to resource with URN '{urn}' "
                        f"conflicting with resource with URN '{claimed}'",
                        urn,
                    )
            progress.aliased[alias] = urn
            progress.old_urns[urn] = alias
            context.registry.alias(urn, alias)
            return old, alias, valid
        return None, "", valid

    def _candidates(self, type_: str, name: str, parent: str, aliases: tuple[Alias, ...]) -> dict[str, None]:
        """The URNs under which the prior state may know the resource; a parent's old name makes more of them."""
        found = {self._collapse(type_, name, parent, alias): None for alias in aliases}
        inherited = self._progress.old_urns.get(parent, "")
        if inherited:
            parent_name = urns.name_of(parent)
            found[self._inherit(type_, name, parent_name, inherited)] = None
            for alias in aliases:
                urn = self._collapse(type_, name, parent, alias)
                found[self._inherit(urns.type_of(urn), urns.name_of(urn), parent_name, inherited)] = None
        return found

    def _collapse(self, type_: str, name: str, parent: str, alias: Alias) -> str:
        if alias.urn:
            return alias.urn
        if alias.parent:
            parent = self._progress.old_urns.get(alias.parent, alias.parent)
        parent_type = "" if alias.no_parent or not parent else urns.qualified_type_of(parent)
        return urns.make(
            alias.stack or self._context.stack,
            alias.project or self._context.project,
            parent_type,
            alias.type or type_,
            alias.name or name,
        )

    def _inherit(self, type_: str, name: str, parent_name: str, parent_alias: str) -> str:
        """The child's old URN under its parent's: a name that begins with the parent's name has changed along with it."""
        if name.startswith(parent_name):
            name = urns.name_of(parent_alias) + name.removeprefix(parent_name)
        return urns.make(self._context.stack, self._context.project, urns.qualified_type_of(parent_alias), type_, name)
