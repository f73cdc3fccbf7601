"""What a provider's protobuf answers mean, where more than one call gives the same."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from pulumi.runtime.proto import provider_pb2 as pb

from ..events import PropertyDiff
from .answers import NO_DIFF, CheckFailure, Diff

_KINDS: Final = {
    pb.PropertyDiff.ADD: "add",
    pb.PropertyDiff.ADD_REPLACE: "add-replace",
    pb.PropertyDiff.DELETE: "delete",
    pb.PropertyDiff.DELETE_REPLACE: "delete-replace",
    pb.PropertyDiff.UPDATE: "update",
    pb.PropertyDiff.UPDATE_REPLACE: "update-replace",
}


def failures_of(failures: Iterable[pb.CheckFailure]) -> tuple[CheckFailure, ...]:
    return tuple(CheckFailure(failure.property, failure.reason) for failure in failures)


def diff_of(answer: pb.DiffResponse) -> Diff:
    if answer.changes == pb.DiffResponse.DIFF_NONE and not (answer.replaces or answer.detailedDiff or answer.diffs):
        return NO_DIFF
    detailed = None
    if answer.hasDetailedDiff:
        entries = answer.detailedDiff.items()
        detailed = {path: PropertyDiff(_KINDS.get(entry.kind, "update"), entry.inputDiff) for path, entry in entries}
    changed = {pb.DiffResponse.DIFF_SOME: True, pb.DiffResponse.DIFF_NONE: False}.get(answer.changes)
    return Diff(
        changed=changed,
        replace_keys=tuple(answer.replaces),
        changed_keys=tuple(answer.diffs),
        stable_keys=tuple(answer.stables),
        detailed=detailed,
        delete_before_replace=answer.deleteBeforeReplace,
    )
