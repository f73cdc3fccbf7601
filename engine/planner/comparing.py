"""Whether anything differs between a resource and its goal, and whether that replaces the object."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from .. import paths
from .. import urn as urns
from ..context import Context
from ..diff import detailed, diff_objects
from ..errors import EngineError
from ..events import PropertyDiff
from ..properties import contains_unknown, equal, unwrap
from ..providers.answers import NO_DIFF, Diff
from ..providers.crud import ResourceProvider
from ..providers.registry import without_internal
from ..resource import Resource
from ..values import Value
from .checking import with_ignored
from .progress import Progress

INIT_ERROR = "#initerror"
"""The path by which replace_on_changes names an object that did not become ready."""
SOMETHING = Diff(changed=True)


async def compare(context: Context, progress: Progress, old: Resource, new: Resource, provider: ResourceProvider | None) -> Diff:
    """How the resource differs from its goal.

    Raises:
        DiffUnavailableError: the provider cannot say.
    """
    if any(urn in progress.replaces for urn in new.replace_with):
        return Diff(changed=True, replace_keys=("replaceWith",))
    if new.deleted_with in progress.replaces:
        return Diff(changed=True, replace_keys=("deletedWith",))
    if await _provider_changed(context, progress, old, new):
        return Diff(changed=True, replace_keys=("provider",))
    if provider is None:
        wanted = with_ignored(context, new.urn, new.inputs, old.inputs, new.ignore_changes)
        return NO_DIFF if equal(old.inputs, wanted) else SOMETHING
    return await ask(context, old, new, provider, allow_unknowns=context.preview)


async def ask(context: Context, old: Resource, new: Resource, provider: ResourceProvider, *, allow_unknowns: bool) -> Diff:
    """The provider's diff; where it gives none, that of the inputs. The provider is told the new URN."""
    diff = await provider.diff(
        new.urn,
        old.id,
        old_inputs=old.inputs,
        old_outputs=old.outputs,
        new_inputs=new.inputs,
        ignore_changes=new.ignore_changes,
        allow_unknowns=allow_unknowns,
    )
    if diff.changed is not None:
        return diff
    wanted = with_ignored(context, new.urn, new.inputs, old.inputs, new.ignore_changes)
    difference = diff_objects(unwrap(old.inputs), unwrap(wanted))
    if difference is None:
        return replace(diff, changed=False)
    return replace(diff, changed=True, changed_keys=tuple(difference.changed), detailed=detailed(difference))


async def _provider_changed(context: Context, progress: Progress, old: Resource, new: Resource) -> bool:
    """Whether another provider manages the resource now, so different that the object cannot be carried over."""
    if old.provider == new.provider:
        return False
    if not old.provider or not new.provider:
        return True
    old_urn, _ = urns.split_reference(old.provider)
    new_urn, _ = urns.split_reference(new.provider)
    if progress.aliased.get(old_urn) == new_urn:
        return False
    provider = context.registry.get(new.provider)
    if provider is None:
        raise EngineError(f'failed to resolve provider reference: "{new.provider}"')
    before, after = context.prior.live[old_urn], progress.providers[new_urn]
    diff = await provider.diff_config(new_urn, without_internal(before.inputs), before.outputs, without_internal(after.inputs))
    return diff.replaces


def trigger_fires(old: Value, new: Value) -> bool:
    """Whether a replacement trigger has changed; none before or none now means no."""
    old, new = unwrap(old), unwrap(new)
    if contains_unknown(old) or contains_unknown(new):
        return True
    return old is not None and new is not None and not equal(old, new)


def with_replace_on_changes(diff: Diff, patterns: Iterable[str], *, init_errors: bool) -> Diff:
    """The diff with everything that the program wants replaced on a change as a replacement.

    Raises:
        PathError: a pattern, or a path of the provider's diff, is no path.
    """
    if not diff.changed and not init_errors:
        return diff
    wanted = [paths.parse(pattern) for pattern in patterns]
    found = {path: paths.parse(path) for path in diff.detailed or ()}
    if not wanted:
        return diff

    def replaces(path: paths.Path) -> bool:
        return any(paths.contains(pattern, path) for pattern in wanted)

    entries = None
    if diff.detailed is not None:
        entries = {path: _as_replacement(entry) if replaces(found[path]) else entry for path, entry in diff.detailed.items()}
    keys = dict.fromkeys(diff.replace_keys)
    keys.update(dict.fromkeys(key for key in diff.changed_keys if _is_path(key) and replaces(paths.parse(key))))
    changed = diff.changed
    if init_errors and replaces((INIT_ERROR,)):
        keys[INIT_ERROR] = None
        changed = True
        if entries is not None:
            entries[INIT_ERROR] = PropertyDiff("update-replace", input_diff=False)
    return replace(diff, changed=changed, replace_keys=tuple(keys), detailed=entries)


def _is_path(text: str) -> bool:
    try:
        paths.parse(text)
    except paths.PathError:
        return False
    return True


def _as_replacement(entry: PropertyDiff) -> PropertyDiff:
    return entry if entry.kind.endswith("-replace") else PropertyDiff(f"{entry.kind}-replace", entry.input_diff)
