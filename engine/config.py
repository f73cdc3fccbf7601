"""A stack's configuration, as Pulumi reads it from the stack's file and hands it to a program.

Source: sdk/go/common/resource/config/object.go and pkg/workspace/config.go. Every value is a text to the program: strings as they
are, numbers and booleans as JSON writes them, lists and objects as JSON.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias

from faults import Fault, FaultError, dotted, nearest, yaml

from .config_types import ConfigType, matches, type_name
from .errors import EngineError
from .go_json import text_of
from .project import Project, shown
from .secrets import FILE_VARIABLE, VARIABLE, Keyring, SecretsError
from .signatures import UNKNOWN_STRING
from .values import UNKNOWN, Secret

Setting: TypeAlias = str | Secret
"""A text, a secret text, or a secret whose text no passphrase at hand can decrypt: `Secret(UNKNOWN)`."""

SHORTEST_HIDDEN: Final = 3
_NOT_KEPT: Final = {"secure": ""}
"""What the history has of a secret for which there is no ciphertext: one given for a single run."""
_KEYS: Final = ("config", "encryptionsalt", "encryptedkey", "secretsprovider", "environment")


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
    """

    values: Mapping[str, Setting] = field(default_factory=dict)
    salt: str = ""
    plaintexts: frozenset[str] = field(default=frozenset(), repr=False)
    unreadable: tuple[Fault, ...] = ()
    recorded: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def load(
        cls,
        project: Project,
        stack: str,
        overrides: Mapping[str, str] | None = None,
        *,
        keyring: Keyring,
        states: Iterable[str] = (),
    ) -> StackConfig:
        """Read a stack's file over the project's own values.

        Args:
            project: whose stack it is.
            stack: the stack's name.
            overrides: values that win over the file's; a key without a namespace is the project's.
            keyring: gives the passphrase; without one, secrets are unknown.
            states: the stacks that have a state, which exist without a file too.

        Raises:
            StackNotFound: the stack has neither a file nor a state.
            FaultError: the file is faulty, values are missing or of another type than the project declares; with every fault.
            SecretsError: the passphrase is wrong.
        """
        reader = _Reader(project, _document(project, stack, states), keyring)
        values = reader.values()
        hidden = {key for key, value in values.items() if isinstance(value, Secret)}
        for key, value in (overrides or {}).items():
            full = _full(key, project.name)
            values[full] = value
            reader.written.pop(full, None)
        reader.complete(values, stack)
        if reader.faults:
            raise FaultError(reader.faults)
        recorded = {
            key: reader.written.get(key, _NOT_KEPT if key in hidden or isinstance(value, Secret) else value)
            for key, value in sorted(values.items())
        }
        return cls(values, reader.salt, frozenset(reader.plaintexts), tuple(reader.unreadable), recorded)

    def for_program(self) -> tuple[dict[str, str], tuple[str, ...]]:
        """What the program is given: texts by key, and which keys are secret. An unknown secret is the unknown's sentinel."""
        secrets = tuple(sorted(key for key, value in self.values.items() if isinstance(value, Secret)))
        return {key: _text(value) for key, value in self.values.items()}, secrets

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
        unknown = [key for key, value in self.values.items() if isinstance(value, Secret) and UNKNOWN_STRING in _text(value)]
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


def _text(setting: Setting) -> str:
    if isinstance(setting, Secret):
        return UNKNOWN_STRING if setting.value is UNKNOWN else setting.value
    return setting


def _full(key: str, project: str) -> str:
    """The key with its namespace; the older spelling `namespace:config:name` is still understood."""
    parts = key.split(":")
    if len(parts) == 3 and parts[1] == "config":
        return f"{parts[0]}:{parts[2]}"
    return key if len(parts) == 2 else f"{project}:{key}" if len(parts) == 1 else ""


class _Reader:
    """Reads a stack's file, collecting every fault."""

    def __init__(self, project: Project, document: yaml.Document, keyring: Keyring) -> None:
        self._project = project
        self._document = document
        self._keyring = keyring
        self.faults: list[Fault] = []
        self.unreadable: list[Fault] = []
        self.plaintexts: set[str] = set()
        self.written: dict[str, Any] = {}
        salt = document.value.get("encryptionsalt")
        self.salt = salt if isinstance(salt, str) else ""

    def _fault(self, path: tuple[str | int, ...], given: str, expected: str = "", fix: str = "") -> None:
        self.faults.append(self._made(path, given, expected, fix))

    def _made(self, path: tuple[str | int, ...], given: str, expected: str = "", fix: str = "") -> Fault:
        return Fault(where=self._document.position(path), path=dotted(path), given=given, expected=expected, fix=fix)

    def values(self) -> dict[str, Setting]:
        for key in self._document.value:
            if key not in _KEYS and (meant := nearest(key, _KEYS)) is not None:
                self._fault((key,), "a key that Pulumi does not know", meant)
        config = self._document.value.get("config")
        if config is None:
            return {}
        if not isinstance(config, dict):
            self._fault(("config",), "no mapping", "a mapping of configuration keys")
            return {}
        values: dict[str, Setting] = {}
        for key, value in config.items():
            full = _full(key, self._project.name)
            if full:
                values[full] = self._setting(("config", key), value)
                self.written[full] = "" if value is None else value
            else:
                self._fault(("config", key), "a key of several namespaces", "<namespace>:<name>")
        return values

    def _setting(self, path: tuple[str | int, ...], value: Any) -> Setting:
        if value is None:
            return ""  # so Pulumi treats it today, with a warning that this will change
        if (ciphertext := _ciphertext(value)) is not None:
            plain = self._decrypt(path, ciphertext)
            return Secret(UNKNOWN if plain is None else plain)
        secret = False

        def open_(inner: Any, path: tuple[str | int, ...]) -> Any:
            nonlocal secret
            if (ciphertext := _ciphertext(inner)) is not None:
                secret = True
                plain = self._decrypt(path, ciphertext)
                return UNKNOWN_STRING if plain is None else plain
            if isinstance(inner, dict):
                return {key: open_(value, (*path, key)) for key, value in inner.items()}
            if isinstance(inner, list):
                return [open_(value, (*path, index)) for index, value in enumerate(inner)]
            return inner

        text = text_of(open_(value, path))
        return Secret(text) if secret else text

    def _decrypt(self, path: tuple[str | int, ...], ciphertext: str) -> str | None:
        if not self.salt:
            if not self._document.value.get("secretsprovider"):
                fix = "set it anew with `pulumi config set --secret`"
                inside = len(path) > len(("config", "key"))
                (self.unreadable if inside else self.faults).append(
                    self._made(path, "a secret, and no encryptionsalt in the file", fix=fix)
                )
            return None
        if self._keyring.given() is None:
            return None
        manager = self._keyring.reader(self.salt)
        try:
            plaintext = manager.decrypt(ciphertext)
        except SecretsError as error:
            self._fault(path, str(error))
            return None
        self.plaintexts.add(plaintext)
        return plaintext

    def complete(self, values: dict[str, Setting], stack: str) -> None:
        """Add what Pulumi.yaml says of configuration, and check what the stack says against it."""
        missing = []
        for key, declared in self._project.config.items():
            if key in values:
                self._check(key, values[key], declared)
            elif declared.has_value:
                values[key] = text_of(declared.value)
            elif key.startswith(f"{self._project.name}:"):
                missing.append(key)
        if missing:
            plural = "s" if len(missing) > 1 else ""
            self._fault(("config",), f"Stack '{stack}' is missing configuration value{plural} {', '.join(missing)}")

    def _check(self, key: str, setting: Setting, declared: ConfigType) -> None:
        if not declared.type:
            return
        path = ("config", key if key in (self._document.value.get("config") or {}) else key.partition(":")[2])
        if declared.secret and not isinstance(setting, Secret):
            self._fault(path, "a plain value", "a secret", fix=f"set it with `pulumi config set --secret {key}`")
        text = _text(setting)
        if UNKNOWN_STRING in text:
            return
        content = json.loads(text) if declared.type in ("array", "object") and text[:1] in ("[", "{") else text
        if not matches(content, declared.type, declared.items):
            given = "a secret of another type" if isinstance(setting, Secret) else text
            self._fault(path, given, f"a value of type {type_name(declared.type, declared.items)}")


def _ciphertext(value: Any) -> str | None:
    """The ciphertext of a secret: a mapping of the one key `secure`."""
    if isinstance(value, dict) and len(value) == 1 and isinstance(value.get("secure"), str):
        return value["secure"]
    return None
