"""One update of a stack, and the JSON in which Pulumi keeps it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Self


class UpdateKind(StrEnum):
    """What was done; the words are Pulumi's."""

    UPDATE = "update"
    REFRESH = "refresh"
    DESTROY = "destroy"
    IMPORT = "resource-import"


class UpdateResult(StrEnum):
    """How it ended."""

    SUCCEEDED = "succeeded"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Update:
    """A record.

    Args:
        kind: what was done.
        start: when it began, in seconds since 1970.
        end: when it ended.
        message: what it was for: given, or the title of the commit.
        environment: the circumstances (`facts.py`).
        config: the stack's configuration by full key, as a stack's file has it: secrets as their ciphertexts.
        result: how it ended.
        changes: how many resources, by the operation.
    """

    kind: UpdateKind
    start: int
    end: int
    message: str
    environment: Mapping[str, str] = field(default_factory=dict)
    config: Mapping[str, Any] = field(default_factory=dict)
    result: UpdateResult
    changes: Mapping[str, int] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        return {
            "kind": str(self.kind),
            "startTime": self.start,
            "message": self.message,
            "environment": dict(sorted(self.environment.items())),
            "config": dict(self.config),
            "version": 0,
            "result": str(self.result),
            "endTime": self.end,
            "resourceChanges": {str(op): count for op, count in sorted(self.changes.items())},
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """The record of its JSON.

        Raises:
            KeyError, TypeError, ValueError: it is none.
        """
        return cls(
            kind=UpdateKind(data["kind"]),
            start=int(data["startTime"]),
            end=int(data["endTime"]),
            message=str(data["message"]),
            environment=dict(data.get("environment") or {}),
            config=dict(data.get("config") or {}),
            result=UpdateResult(data["result"]),
            changes=dict(data.get("resourceChanges") or {}),
        )
