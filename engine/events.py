"""What the engine reports while it works: the only way from the engine to a view.

An event is a fact about one deployment, in the order in which the facts became true. Views fold events into text, JSON or
pictures; the engine never prints.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

from .resource import Resource
from .values import Properties


class Op(StrEnum):
    """What a step does; the words are Pulumi's (pkg/resource/deploy/step.go)."""

    SAME = "same"
    CREATE = "create"
    UPDATE = "update"
    DELETE = "delete"
    REPLACE = "replace"
    CREATE_REPLACEMENT = "create-replacement"
    DELETE_REPLACED = "delete-replaced"
    READ = "read"
    READ_REPLACEMENT = "read-replacement"
    READ_DISCARD = "discard"
    DISCARD_REPLACED = "discard-replaced"
    REFRESH = "refresh"
    IMPORT = "import"
    IMPORT_REPLACEMENT = "import-replacement"
    REMOVE_PENDING_REPLACE = "remove-pending-replace"


class Severity(StrEnum):
    """How grave a diagnostic is; `info#err` is what a program writes to its standard error."""

    DEBUG = "debug"
    INFO = "info"
    INFO_ERR = "info#err"
    WARNING = "warning"
    ERROR = "error"


class EnforcementLevel(StrEnum):
    """What becomes of a violation of a policy; the words are Pulumi's (sdk/go/common/apitype/policy.go)."""

    ADVISORY = "advisory"
    MANDATORY = "mandatory"
    REMEDIATE = "remediate"
    DISABLED = "disabled"


@dataclass(frozen=True, slots=True)
class PropertyDiff:
    """How one property path differs: `kind` is add, delete or update, each also with `-replace`."""

    kind: str
    input_diff: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One operation on one resource.

    `old` and `new` are the resource before and after; either may be missing. A preview fills `new.inputs` and, as far as they are
    known, `new.outputs`. `doubts` tell by path why an update may be a replacement all the same. `logical` is true for a step that a
    person counts: `replace` is logical, the `create-replacement` and `delete-replaced` around it are not.
    """

    op: Op
    urn: str
    type: str
    provider: str = ""
    old: Resource | None = None
    new: Resource | None = None
    diff_reasons: tuple[str, ...] = ()
    replace_reasons: tuple[str, ...] = ()
    detailed_diff: Mapping[str, PropertyDiff] | None = None
    doubts: Mapping[str, str] = field(default_factory=dict)
    logical: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the program registered, before any provider or policy has looked at it; reported where `Options.asked` says so.

    Args:
        urn: the URN that it gets.
        type: its type.
        provider: the reference to its provider; empty for a component.
        parent: the URN of its parent.
        inputs: as the program gave them, known or not.
        sources: the URNs of what each input comes from, by its name.
        source_position: where in the program it is made, as the state keeps it; empty where that is not known.
    """

    urn: str
    type: str
    provider: str = ""
    parent: str = ""
    inputs: Properties = field(default_factory=dict, hash=False)
    sources: Mapping[str, tuple[str, ...]] = field(default_factory=dict, hash=False)
    source_position: str = ""


@dataclass(frozen=True, slots=True)
class StepStarted:
    step: Step


@dataclass(frozen=True, slots=True)
class StepDone:
    """`step.new` holds the outputs now; `seconds` is what the operation took."""

    step: Step
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class StepFailed:
    """A step that did not happen; its error is a `Diagnostic` of its own."""

    step: Step


@dataclass(frozen=True, slots=True)
class OutputsChanged:
    """A component or the stack registered outputs; `old` are those of the prior state."""

    urn: str
    old: Properties
    new: Properties


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """A message for people; `urn` is empty where it belongs to no resource. `ephemeral` ones are progress, not record.

    Messages of the same `stream`, unless that is 0, are parts of one text, in their order.
    """

    message: str
    severity: Severity = Severity.INFO
    urn: str = ""
    ephemeral: bool = False
    stream: int = 0


@dataclass(frozen=True, slots=True)
class PoliciesLoading:
    """A policy pack is being started."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyViolation:
    """A policy is violated, or could not look. `urn` is the stack's where no single resource is meant; `severity` may be empty."""

    urn: str
    message: str
    policy: str
    pack: str
    version: str
    level: EnforcementLevel
    severity: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyRemediation:
    """A policy has changed the inputs of a resource before they were planned with."""

    urn: str
    policy: str
    pack: str
    version: str
    before: Properties
    after: Properties


class Analysis(StrEnum):
    """What a policy pack was asked to do."""

    ANALYZE = "analyze"
    REMEDIATE = "remediate"
    ANALYZE_STACK = "analyze-stack"


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicySummary:
    """What one pack found at one resource, or in the whole stack: the names of its policies, sorted. Others did not apply."""

    analysis: Analysis
    urn: str
    pack: str
    version: str
    passed: tuple[str, ...]
    failed: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """The end of a deployment. `changes` counts logical steps by op, same included; `seconds` is its length.

    `policy_packs` are the versions of the packs that ran, by `name|local|path`.
    """

    preview: bool
    changes: Mapping[Op, int] = field(default_factory=dict)
    seconds: float = 0.0
    failed: bool = False
    cancelled: bool = False
    policy_packs: Mapping[str, str] = field(default_factory=dict)


PolicyEvent: TypeAlias = PoliciesLoading | PolicyViolation | PolicyRemediation | PolicySummary
Event: TypeAlias = Asked | StepStarted | StepDone | StepFailed | OutputsChanged | Diagnostic | PolicyEvent | Summary
Listener: TypeAlias = Callable[[Event], None]
