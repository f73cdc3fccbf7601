"""What a provider says, and the ways in which it can fail to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ..errors import EngineError
from ..events import PropertyDiff
from ..values import Properties


class ProviderError(EngineError):
    """A provider refused a call, or did not answer: `code` is the gRPC status code's name."""

    def __init__(self, message: str, code: str = "UNKNOWN") -> None:
        super().__init__(message)
        self.code = code


class DiffUnavailableError(ProviderError):
    """The provider cannot say what would change, since its own configuration is not known before the update."""


class InitFailedError(ProviderError):
    """The object exists but did not become ready; it is kept in the state with the reasons, and tried again next time."""

    def __init__(
        self,
        reasons: tuple[str, ...],
        *,
        id_: str,
        outputs: Properties,
        inputs: Properties | None,
        refresh_before_update: bool = False,
    ) -> None:
        count = f"{len(reasons)} error occurred:" if len(reasons) == 1 else f"{len(reasons)} errors occurred:"
        listed = "".join(f"\n\t* {reason}" for reason in reasons)
        super().__init__(f"{count}{listed}\n\n" if reasons else "resource init failed")
        self.reasons = reasons
        self.id = id_
        self.outputs = outputs
        self.inputs = inputs
        self.refresh_before_update = refresh_before_update


@dataclass(frozen=True, slots=True)
class CheckFailure:
    """Why inputs are refused; `property` is empty where no single one is at fault."""

    property: str
    reason: str


@dataclass(frozen=True, slots=True)
class Checked:
    inputs: Properties
    failures: tuple[CheckFailure, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Diff:
    """What would change; `changed` is None where the provider does not say whether anything would."""

    changed: bool | None
    replace_keys: tuple[str, ...] = ()
    changed_keys: tuple[str, ...] = ()
    stable_keys: tuple[str, ...] = ()
    detailed: Mapping[str, PropertyDiff] | None = None
    delete_before_replace: bool = False
    doubts: Mapping[str, str] = field(default_factory=dict)
    """By path, why what is told as an update may be a replacement all the same."""

    @property
    def replaces(self) -> bool:
        return bool(self.replace_keys) or any(entry.kind.endswith("-replace") for entry in (self.detailed or {}).values())


NO_DIFF = Diff(changed=False)


@dataclass(frozen=True, slots=True)
class Created:
    """A new object; `refresh_before_update` asks for it to be read again before each update to come."""

    id: str
    outputs: Properties
    refresh_before_update: bool = False


@dataclass(frozen=True, slots=True)
class Updated:
    """An object after a change; `refresh_before_update` as of a new one."""

    outputs: Properties
    refresh_before_update: bool = False


@dataclass(frozen=True, slots=True)
class Read:
    """An object as it is now; `outputs` is None where there is none by that id."""

    id: str
    outputs: Properties | None
    inputs: Properties | None
    refresh_before_update: bool = False


@dataclass(frozen=True, slots=True)
class Invoked:
    result: Properties
    failures: tuple[CheckFailure, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Called:
    """What a method gave, and what each of its results depends on."""

    result: Properties
    dependencies: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    failures: tuple[CheckFailure, ...] = field(default=())
