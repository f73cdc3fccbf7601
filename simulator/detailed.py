"""Differences as the provider protocol tells them: the detailed diff, and which properties replace the object."""

from __future__ import annotations

from collections.abc import Callable

from pulumi.runtime.proto import provider_pb2

from . import paths
from .difference import Edit

_KINDS = {
    ("add", False): provider_pb2.PropertyDiff.ADD,
    ("add", True): provider_pb2.PropertyDiff.ADD_REPLACE,
    ("delete", False): provider_pb2.PropertyDiff.DELETE,
    ("delete", True): provider_pb2.PropertyDiff.DELETE_REPLACE,
    ("update", False): provider_pb2.PropertyDiff.UPDATE,
    ("update", True): provider_pb2.PropertyDiff.UPDATE_REPLACE,
}


def diff_response(changes: list[Edit], replaces: Callable[[Edit], bool], *, before_create: bool) -> provider_pb2.DiffResponse:
    """The changes as the protocol tells them, each with whether it replaces; `before_create`, the old object goes first then."""
    detailed = {
        paths.show(edit.path): provider_pb2.PropertyDiff(kind=_KINDS[edit.kind, replaces(edit)], inputDiff=True) for edit in changes
    }
    roots = sorted({str(edit.path[0]) for edit in changes if replaces(edit)})
    return provider_pb2.DiffResponse(
        changes=provider_pb2.DiffResponse.DIFF_SOME if changes else provider_pb2.DiffResponse.DIFF_NONE,
        diffs=sorted({str(edit.path[0]) for edit in changes}),
        replaces=roots,
        deleteBeforeReplace=bool(roots) and before_create,
        detailedDiff=detailed,
        hasDetailedDiff=True,
    )
