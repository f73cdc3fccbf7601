"""What a person asks of a deployment: every option of `preview`, `up`, `refresh` and `destroy`, and which command has it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Final

from engine.errors import EngineError
from engine.targets import Selection, UrnTargets
from views.options import DisplayOptions

from . import options
from .against import Checkpoint, Other, Ref, Virtualenv
from .deadline import Timeout
from .endings import UsageError
from .moment import At
from .options import Colors

if TYPE_CHECKING:
    from engine.overrides import ConfigOptions
    from engine.result import PolicyPack


class Kind(StrEnum):
    """What is to be done; the value is the word in Pulumi's sentences."""

    PREVIEW = "preview"
    UPDATE = "update"
    DESTROY = "destroy"
    REFRESH = "refresh"
    IMPORT = "import"

    def headline(self, *, preview: bool) -> str:
        """The headline: what happens, or what would."""
        if preview:
            return f"Previewing {self.value if self in _DOING else 'update'}"
        return _DOING.get(self, "Updating")


_DOING: Final = {Kind.DESTROY: "Destroying", Kind.REFRESH: "Refreshing", Kind.IMPORT: "Importing"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One deployment as it was asked for: each field whose type is an option is one on the command line, in this order."""

    kind: Kind
    directory: Path = field(default_factory=Path)
    colors: Colors = Colors.AUTO
    flags: Mapping[str, str] = field(default_factory=dict)
    """The options that were given: `true` or `false` of a switch, `set` of others."""
    stack: options.Stack = None
    message: options.Message = ""
    config: options.Config = None
    config_path: options.ConfigPath = False
    config_file: options.ConfigFile = None
    skip_config_validation: options.SkipConfigValidation = False
    diff: options.Diff = False
    json: options.Json = False
    review: options.Review = False
    yes: options.Yes = False
    skip_preview: options.SkipPreview = False
    preview_only: options.PreviewOnly = False
    refresh: options.Refresh = ""
    run_program: options.RunProgram = False
    clear_pending_creates: options.ClearPendingCreates = False
    import_pending_creates: options.ImportPendingCreates = None
    target: options.Target = None
    target_dependents: options.TargetDependents = False
    exclude: options.Exclude = None
    exclude_dependents: options.ExcludeDependents = False
    exclude_protected: options.ExcludeProtected = False
    replace: options.Replace = None
    target_replace: options.TargetReplace = None
    continue_on_error: options.ContinueOnError = False
    parallel: options.Parallel = options.DEFAULT_PARALLEL
    policy_pack: options.PolicyPack = None
    policy_pack_config: options.PolicyPackConfig = None
    expect_no_changes: options.ExpectNoChanges = False
    at: At = None
    against: Ref = None
    against_virtualenv: Virtualenv = None
    checkpoint: Checkpoint = None
    against_stack: Other = None
    timeout: Timeout = None
    import_file: options.ImportFile = None
    show_config: options.ShowConfig = False
    show_sames: options.ShowSames = False
    show_reads: options.ShowReads = False
    show_replacement_steps: options.ShowReplacementSteps = False
    show_secrets: options.ShowSecrets = False
    show_full_output: options.ShowFullOutput = False
    show_policy_remediations: options.ShowPolicyRemediations = False
    urns: options.Urns = False
    suppress_outputs: options.SuppressOutputs = False
    non_interactive: options.NonInteractive = False

    def __post_init__(self) -> None:
        """Refuse options that exclude each other.

        Raises:
            EngineError: targets are given, and excludes too.
            UsageError: there is no program of a commit to run in a virtual environment.
        """
        if self.target and self.exclude:
            raise EngineError(
                "if any flags in the group [target exclude] are set none of the others can be; [exclude target] were all set"
            )
        if self.target and self.exclude_protected:
            raise EngineError("you cannot specify --target and --exclude-protected")
        if self.against_virtualenv is not None and self.against is None:
            raise UsageError("--against-virtualenv is for the program of a commit; fix: name one with --against, or leave it out")

    @property
    def configuration(self) -> ConfigOptions:
        """Where the configuration for this run comes from.

        Raises:
            UsageError: an item is not `key=value`.
        """
        from engine.overrides import ConfigOptions  # only now: it loads what the help of a command can do without

        items = [item.partition("=") for item in self.config or ()]
        if wrong := ["".join(item) for item in items if not all(item[:2])]:
            raise UsageError(f"--config {', '.join(wrong)}: expected key=value")
        return ConfigOptions(
            overrides={key: value for key, _, value in items},
            paths=self.config_path,
            file=self.config_file,
            validate=not self.skip_config_validation,
        )

    @property
    def compares(self) -> bool:
        """Whether it starts from something else than the stack's own state."""
        return self.against is not None or self.checkpoint is not None or self.against_stack is not None

    @property
    def agreed(self) -> bool:
        """Whether no question is to be asked: who wants no preview has made up their mind."""
        return self.yes or self.skip_preview

    @property
    def display(self) -> DisplayOptions:
        """How much the views are to show."""
        return DisplayOptions(
            sames=self.show_sames,
            reads=self.show_reads,
            replacement_steps=self.show_replacement_steps,
            secrets=self.show_secrets,
            full=self.show_full_output,
            urns=self.urns,
            config=self.show_config,
            outputs=not self.suppress_outputs,
            remediations=self.show_policy_remediations,
        )

    @property
    def policy_packs(self) -> tuple[PolicyPack, ...]:
        """The policy packs to run, each with its configuration.

        Raises:
            EngineError: there are neither as many configurations as packs nor none.
        """
        from engine.result import PolicyPack

        packs, configs = self.policy_pack or (), self.policy_pack_config or ()
        if configs and not packs:
            raise EngineError('"--policy-pack-config" must be specified with "--policy-pack"')
        if configs and len(configs) != len(packs):
            raise EngineError('the number of "--policy-pack-config" flags must match the number of "--policy-pack" flags')
        paired = zip_longest(packs, configs, fillvalue="")
        return tuple(PolicyPack(path, config, self.directory) for path, config in paired)

    @property
    def selection(self) -> Selection:
        """Which resources it is about."""
        both = tuple(self.target_replace or ())
        return Selection(
            targets=UrnTargets((*(self.target or ()), *both)),
            target_dependents=self.target_dependents,
            excludes=UrnTargets(self.exclude or ()),
            exclude_dependents=self.exclude_dependents,
            replacements=UrnTargets((*(self.replace or ()), *both)),
        )

    @property
    def adopted(self) -> dict[str, str]:
        """The ids of objects by the URN of the creation that was cut off when it had made them.

        Raises:
            UsageError: a URN has no id after it.
        """
        given = self.import_pending_creates or []
        if len(given) % 2:
            raise UsageError("each URN must be followed by an ID: found an odd number of entries")
        return dict(zip(given[::2], given[1::2], strict=True))

    def refreshes(self, *, always: bool) -> bool:
        """Whether objects are read first: as asked, or else as the project does it.

        Raises:
            UsageError: what was asked is neither yes nor no.
        """
        if not self.refresh:
            return always
        if (answer := _BOOLEANS.get(self.refresh)) is None:
            raise UsageError("unable to determine value for --refresh")
        return answer


_BOOLEANS: Final = {
    **dict.fromkeys(("1", "t", "T", "TRUE", "true", "True"), True),
    **dict.fromkeys(("0", "f", "F", "FALSE", "false", "False"), False),
}
"""What counts as yes and as no, as Go parses it."""
_PENDING: Final = frozenset({"clear_pending_creates", "import_pending_creates"})
_POLICIES: Final = frozenset({"policy_pack", "policy_pack_config", "show_policy_remediations"})
_REPLACING: Final = frozenset({"replace", "target_replace"})
_REVIEWED: Final = frozenset({"review", "against", "against_virtualenv", "checkpoint", "against_stack"})
WITHOUT: Final[Mapping[Kind, frozenset[str]]] = {
    Kind.PREVIEW: _PENDING | {"yes", "skip_preview", "preview_only", "exclude_protected"},
    Kind.UPDATE: _PENDING | _REVIEWED | {"preview_only", "import_file", "exclude_protected"},
    Kind.DESTROY: _PENDING
    | _POLICIES
    | _REPLACING
    | _REVIEWED
    | {"import_file", "expect_no_changes", "show_reads", "show_secrets", "exclude_dependents"},
    Kind.REFRESH: _POLICIES
    | _REPLACING
    | _REVIEWED
    | {"at", "continue_on_error", "import_file", "refresh", "show_reads", "show_secrets", "show_full_output", "exclude_protected"},
}
"""The options that a command has not: a preview asks nothing; a destruction registers and replaces nothing."""
