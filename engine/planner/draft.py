"""A registration on its way to its steps."""

from __future__ import annotations

from dataclasses import dataclass

from ..events import Asked
from ..goal import Goal
from ..providers.crud import ResourceProvider
from ..resource import Resource
from ..steps import RefreshStep, Registration
from .policing import Opinion


@dataclass(slots=True)
class Draft:
    """What is known of it so far.

    Args:
        goal: what the program wants.
        registration: whom the steps answer.
        new: the resource to be.
        old: the resource of the prior state, or the one just imported.
        provider: who manages it; None for a component.
        valid: no fault has been reported.
        recreating: it was deleted earlier in this deployment, for the sake of another one.
        seed: for whatever the provider chooses at random.
        included: the deployment is about it.
        forced: it is replaced, whether it has changed or not.
        importing: its object is being read; the draft goes on when that is done.
        refreshing: what it is in the prior state is being read anew; the draft goes on when that is done.
        opinion: what policy packs say of it; None where there are none.
    """

    goal: Goal
    registration: Registration
    new: Resource
    old: Resource | None
    provider: ResourceProvider | None
    valid: bool
    recreating: bool
    seed: bytes
    included: bool = True
    forced: bool = False
    importing: bool = False
    refreshing: RefreshStep | None = None
    opinion: Opinion | None = None


def is_import(goal: Goal, old: Resource | None) -> bool:
    """Whether the program wants an object that exists; some resources are imported by something other than their id."""
    if not goal.custom or not goal.import_id:
        return False
    return old is None or old.external or (old.import_id or old.id) != goal.import_id


def asked(goal: Goal, urn: str) -> Asked:
    """The report of a goal, which shares its inputs: nobody changes them in place."""
    return Asked(
        urn=urn,
        type=goal.type,
        provider=goal.provider,
        parent=goal.parent,
        inputs=goal.inputs,
        sources=goal.property_dependencies,
        source_position=goal.source_position,
    )


def resource_of(goal: Goal, urn: str, old: Resource | None, alias: str) -> Resource:
    """The resource that a goal describes; id, outputs and perhaps inputs come with its steps."""
    return Resource(
        urn=urn,
        type=goal.type,
        custom=goal.custom,
        inputs=goal.inputs,
        parent=goal.parent,
        provider=goal.provider,
        dependencies=goal.dependencies,
        property_dependencies=goal.property_dependencies,
        protect=bool(goal.protect),
        additional_secret_outputs=goal.additional_secret_outputs,
        aliases=(alias,) if alias else (),
        custom_timeouts=goal.custom_timeouts,
        import_id=goal.import_id,
        retain_on_delete=bool(goal.retain_on_delete),
        deleted_with=goal.deleted_with,
        replace_with=goal.replace_with,
        ignore_changes=goal.ignore_changes,
        replace_on_changes=goal.replace_on_changes,
        replacement_trigger=goal.replacement_trigger,
        hide_diff=goal.hide_diff,
        refresh_before_update=old.refresh_before_update if old is not None else False,
        resource_hooks=goal.resource_hooks,
        source_position=goal.source_position,
        created=old.created if old is not None else "",
        modified=old.modified if old is not None else "",
    )
