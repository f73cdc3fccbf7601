"""A stack's configuration, as Pulumi reads it from the stack's file and hands it to a program.

Source: sdk/go/common/resource/config/object.go and pkg/workspace/config.go. Every value is a text to the program: strings as they
are, numbers and booleans as JSON writes them, lists and objects as JSON.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from faults import Fault, FaultError, nearest, yaml

from .config_reading import ConfigReader, Setting, text_in
from .errors import EngineError
from .overrides import NONE, ConfigOptions
from .project import Project, shown
from .secrets import FILE_VARIABLE, VARIABLE, Keyring, SecretsError
from .signatures import UNKNOWN_STRING
from .values import Secret

SHORTEST_HIDDEN: Final = 3
_NOT_KEPT: Final = {"secure": ""}
"""What the history has of a secret for which there is no ciphertext: one given for a single run."""


class StackNotFound(EngineError):  # noqa: N818  named for what is the case
    """Neither a file nor a state bears the stack's name."""

    exit_code = 6

    def __init__(self, stack: str, known: Iterable[str]) -> None:
        known = sorted(set(known))
        text = f"no stack named '{stack}' found"
        if (meant := nearest(stack, known)) is not None:
            text += f"; fix: did you mean '{meant}'?"
        elif known:
            text += f"; fix: choose one of {', '.join(known)}"
        super().__init__(text)


@dataclass(frozen=True, slots=True)
class StackConfig:
    """The configuration of one stack.

    Args:
        values: by full key, `project:key`.
        salt: the file's `encryptionsalt`; empty where it has none.
        plaintexts: every secret that was decrypted, those inside lists and objects each by itself.
        unreadable: faults of secrets inside lists and objects that nothing can decrypt. They are unknown in a preview, so that a
            program which takes none there can say so itself.
        recorded: every value as a stack's file would have it, secrets as their ciphertexts; for the history.
        warnings: what a person should know of the file.
    """

    values: Mapping[str, Setting] = field(default_factory=dict)
    salt: str = ""
    plaintexts: frozenset[str] = field(default=frozenset(), repr=False)
    unreadable: tuple[Fault, ...] = ()
    recorded: Mapping[str, Any] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()

    @classmethod
    def load(
        cls,
        project: Project,
        stack: str,
        options: ConfigOptions = NONE,
        *,
        keyring: Keyring,
        states: Iterable[str] = (),
    ) -> StackConfig:
        """Read a stack's file over the project's own values.

        Args:
            project: whose stack it is.
            stack: the stack's name.
            options: what wins over the file, or stands in for it. What is given for a secret is one.
            keyring: gives the passphrase; without one, secrets are unknown.
            states: the stacks that have a state, which exist without a file too.

        Raises:
            StackNotFound: the stack has neither a file nor a state.
            FaultError: the file is faulty, values are missing or of another type than the project declares; with every fault.
            SecretsError: the passphrase is wrong.
        """
        document = _document(project, stack, states) if options.file is None else _given(options.file)
        reader = ConfigReader(project, document, keyring)
        values = reader.values()
        for key, text in options.settings(project.name).items():
            reader.override(values, key, text)
        reader.complete(values, stack, validate=options.validate)
        if reader.faults:
            raise FaultError(reader.faults)
        recorded = {
            key: reader.written.get(key, _NOT_KEPT if isinstance(value, Secret) else value) for key, value in sorted(values.items())
        }
        return cls(values, reader.salt, frozenset(reader.plaintexts), tuple(reader.unreadable), recorded, tuple(reader.warnings))

    def for_program(self) -> tuple[dict[str, str], tuple[str, ...]]:
        """What the program is given: texts by key, and which keys are secret. An unknown secret is the unknown's sentinel."""
        secrets = tuple(sorted(key for key, value in self.values.items() if isinstance(value, Secret)))
        return {key: text_in(value) for key, value in self.values.items()}, secrets

    def secret_texts(self) -> frozenset[str]:
        """What must not be shown in any message, should a program print it; texts too short to be told from others are left out."""
        return frozenset(text for text in self.plaintexts if len(text) >= SHORTEST_HIDDEN)

    def namespace(self, name: str) -> dict[str, Setting]:
        """A provider's configuration: the values whose key begins with its package's name, by the rest of the key."""
        prefix = f"{name}:"
        return {key.removeprefix(prefix): value for key, value in self.values.items() if key.startswith(prefix)}

    def require_known(self) -> None:
        """Refuse what may not be unknown in an update.

        Raises:
            FaultError: nothing can decrypt a secret.
            SecretsError: a secret could not be decrypted, for want of a passphrase.
        """
        if self.unreadable:
            raise FaultError(self.unreadable)
        unknown = [key for key, value in self.values.items() if isinstance(value, Secret) and UNKNOWN_STRING in text_in(value)]
        if unknown:
            raise SecretsError(
                f"passphrase must be set with {VARIABLE} or {FILE_VARIABLE} environment variables, to decrypt {', '.join(unknown)}"
            )


def salt_of(project: Project, stack: str, states: Iterable[str] = ()) -> str:
    """The `encryptionsalt` of a stack's file, whatever else stands there; empty where it has none.

    Raises:
        StackNotFound: the stack has neither a file nor a state.
        FaultError: the file is no YAML.
    """
    salt = _document(project, stack, states).value.get("encryptionsalt")
    return salt if isinstance(salt, str) else ""


def _document(project: Project, stack: str, states: Iterable[str]) -> yaml.Document:
    """A stack's file; an empty one where the stack has only a state."""
    file = project.stack_file(stack)
    if file.is_file():
        return yaml.load(file, shown=shown(file))
    if stack not in (states := set(states)):
        raise StackNotFound(stack, [*project.configured_stacks(), *states])
    return yaml.parse(b"", shown=shown(file))


def _given(file: Path) -> yaml.Document:
    try:
        return yaml.load(file, shown=shown(file))
    except FileNotFoundError as error:
        raise EngineError(f"could not read configuration file: open {file}: no such file or directory") from error
