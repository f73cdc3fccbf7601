"""What a state holds, as a tree of types and names: what `nusa stack` prints.

Source: renderTree and renderResourceRow in pkg/cmd/pulumi/stack/stack.go.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from engine import urn
from engine.resource import Resource

from .names import safe
from .page import Page
from .table import Row, table

_PREFIX = "    "


def inventory(resources: Sequence[Resource], *, urns: bool = False, ids: bool = False) -> Page:
    """The resources of a state under their parents, those without one under the stack.

    Args:
        resources: the state's, in its order.
        urns: show the URN of each below it.
        ids: show the id of each below it, if it has one.
    """
    by_urn = {resource.urn: resource for resource in resources}
    root = next((each for each in resources if each.type == urn.ROOT_STACK_TYPE and not each.parent), None)
    if root is None or any(each.parent and each.parent not in by_urn for each in resources):
        rows = [_row(each, "", _PREFIX, urns=urns, ids=ids) for each in resources]
    else:
        children: dict[str, list[Resource]] = {}
        for each in resources:
            if each is not root and each.parent:
                children.setdefault(each.parent, []).append(each)
        children.setdefault(root.urn, []).extend(each for each in resources if each is not root and not each.parent)
        rows = list(_branch(root, children, "", "", urns=urns, ids=ids))
    return table(("TYPE", "NAME"), rows, prefix=_PREFIX)


def _branch(
    resource: Resource, children: dict[str, list[Resource]], padding: str, branch: str, *, urns: bool, ids: bool
) -> Iterator[Row]:
    """A resource and everything below it."""
    below = children.get(resource.urn, [])
    inner = padding + {"├─ ": "│  ", "└─ ": "   "}.get(branch, "")
    yield _row(resource, padding + branch, inner + ("│  " if below else "   "), urns=urns, ids=ids)
    for child in below:
        yield from _branch(child, children, inner, "└─ " if child is below[-1] else "├─ ", urns=urns, ids=ids)


def _row(resource: Resource, branch: str, indent: str, *, urns: bool, ids: bool) -> Row:
    notes = [f"{indent}URN: {safe(resource.urn)}"] if urns else []
    if ids and resource.id:
        notes.append(f"{indent}ID: {safe(resource.id)}")
    return Row((branch + safe(resource.type), safe(urn.name_of(resource.urn))), tuple(notes))
