"""Reads a stack's file: every value as the text that a program gets, secrets decrypted, every fault at once.

Source: sdk/go/common/resource/config/object.go.
"""

from __future__ import annotations

import json
from typing import Any, Final, TypeAlias

from faults import Fault, dotted, nearest, yaml

from .config_types import ConfigType, matches, type_name
from .go_json import text_of
from .overrides import full_key
from .project import Project
from .secrets import Keyring, SecretsError
from .signatures import UNKNOWN_STRING
from .values import UNKNOWN, Secret

Setting: TypeAlias = str | Secret
"""A text, a secret text, or a secret whose text no passphrase at hand can decrypt: `Secret(UNKNOWN)`."""

_EMPTY: Final = (
    'No value for configuration key "{key}". This is currently treated as an empty string `""`, but will be treated as `null` in a '
    'future version of pulumi.\nSet the value to `""` to avoid this warning.'
)
_KEYS: Final = ("config", "encryptionsalt", "encryptedkey", "secretsprovider", "environment")


def text_in(setting: Setting) -> str:
    """What a program gets: the text itself, or the unknown's sentinel for one that nothing can decrypt."""
    if isinstance(setting, Secret):
        return UNKNOWN_STRING if setting.value is UNKNOWN else setting.value
    return setting


class ConfigReader:
    """Reads a stack's file, collecting every fault."""

    def __init__(self, project: Project, document: yaml.Document, keyring: Keyring) -> None:
        self._project = project
        self._document = document
        self._keyring = keyring
        self.faults: list[Fault] = []
        self.unreadable: list[Fault] = []
        self.plaintexts: set[str] = set()
        self.warnings: list[str] = []
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
            full = full_key(key, self._project.name)
            if full:
                values[full] = self._setting(("config", key), value)
                if value is None:
                    self.warnings.append(_EMPTY.format(key=full))
                self.written[full] = "" if value is None else value
            else:
                self._fault(("config", key), "a key of several namespaces", "<namespace>:<name>")
        return values

    def _setting(self, path: tuple[str | int, ...], value: Any) -> Setting:
        if value is None:
            return ""
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

    def override(self, values: dict[str, Setting], key: str, text: str) -> None:
        """Let a text win over the file's value; where that is a secret, or is declared as one, the text is one too."""
        declared = self._project.config.get(key)
        if isinstance(values.get(key), Secret) or (declared is not None and declared.secret):
            values[key] = Secret(text)
            self.plaintexts.add(text)
        else:
            values[key] = text
        self.written.pop(key, None)

    def complete(self, values: dict[str, Setting], stack: str, *, validate: bool) -> None:
        """Add what Pulumi.yaml says of configuration, and check what the stack says against it."""
        missing = []
        for key, declared in self._project.config.items():
            if key in values:
                if validate:
                    self._check(key, values[key], declared)
            elif declared.has_value:
                values[key] = text_of(declared.value)
            elif validate and key.startswith(f"{self._project.name}:"):
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
        text = text_in(setting)
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
