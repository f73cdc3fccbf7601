"""Secrets in Pulumi's passphrase format.

AES-256-GCM under a key that PBKDF2-SHA256 derives from the passphrase in 1,000,000 rounds. A salt is written as
`v1:<salt>:v1:<nonce>:<ciphertext>`, where the ciphertext is the word `pulumi`, so that a wrong passphrase is noticed; a secret is
`v1:<nonce>:<ciphertext>`. Source: pkg/secrets/passphrase/manager.go and sdk/go/common/resource/config/crypt.go.
"""

from __future__ import annotations

import base64
import hashlib
import os
import secrets
from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from .errors import EngineError

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

VARIABLE: Final = "PULUMI_CONFIG_PASSPHRASE"
FILE_VARIABLE: Final = "PULUMI_CONFIG_PASSPHRASE_FILE"
_ROUNDS: Final = 1_000_000
_KEY_BYTES: Final = 32
_SALT_BYTES: Final = 8
_NONCE_BYTES: Final = 12
_CHECK: Final = "pulumi"


class SecretsError(EngineError):
    """A secret cannot be read or written: no passphrase, a wrong one, or a ciphertext that is damaged."""


class PassphraseManager:
    """Encrypts and decrypts under one passphrase and one salt; the key is derived when it is first needed (0.3 s).

    Args:
        passphrase: may be empty, as in Pulumi; or what tells it when it is first needed.
        salt: as it stands in a stack's file (`encryptionsalt`) or in a state; empty for a new one.
    """

    def __init__(self, passphrase: str | Callable[[], str], salt: str = "") -> None:
        self._passphrase = passphrase
        self._salt = salt
        self._cipher: AESGCM | None = None

    @property
    def passphrase(self) -> str:
        if not isinstance(self._passphrase, str):
            self._passphrase = self._passphrase()
        return self._passphrase

    @property
    def salt(self) -> str:
        """The salt as it is written down; a new one is made, and the key derived, when this is first asked."""
        self._ready()
        return self._salt

    @property
    def used(self) -> bool:
        """Whether a key was needed so far, so that what was written can only be read with the salt."""
        return self._cipher is not None

    def fits(self) -> bool:
        """Whether the passphrase is the one that the salt was made with."""
        try:
            self._ready()
        except SecretsError:
            return False
        return True

    def encrypt(self, plaintext: str) -> str:
        return _seal(self._ready(), plaintext)

    def decrypt(self, ciphertext: str) -> str:
        """The plaintext.

        Raises:
            SecretsError: the passphrase is wrong, or the text was not encrypted with it.
        """
        return _unseal(self._ready(), ciphertext)

    def _ready(self) -> AESGCM:
        if self._cipher is None:
            self._cipher = self._open() if self._salt else self._begin()
        return self._cipher

    def _begin(self) -> AESGCM:
        salt = secrets.token_bytes(_SALT_BYTES)
        cipher = _cipher(self.passphrase, salt)
        self._salt = f"v1:{base64.b64encode(salt).decode()}:{_seal(cipher, _CHECK)}"
        return cipher

    def _open(self) -> AESGCM:
        version, _, rest = self._salt.partition(":")
        salt, _, check = rest.partition(":")
        try:
            cipher = _cipher(self.passphrase, base64.b64decode(salt, validate=True))
        except ValueError:
            version = ""
        if version != "v1":
            raise SecretsError(f"the salt of the secrets is malformed: {self._salt!r}, expected v1:<salt>:v1:<nonce>:<ciphertext>")
        try:
            right = _unseal(cipher, check) == _CHECK
        except SecretsError:
            right = False
        if not right:
            raise SecretsError(f"incorrect passphrase; fix: set {VARIABLE} or {FILE_VARIABLE} to this stack's passphrase")
        return cipher


@lru_cache(maxsize=8)
def _cipher(passphrase: str, salt: bytes) -> AESGCM:
    """The cipher of a passphrase; a preview and the update after it derive its key once."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    return AESGCM(hashlib.pbkdf2_hmac("sha256", passphrase.encode(), salt, _ROUNDS, _KEY_BYTES))


def _seal(cipher: AESGCM, plaintext: str) -> str:
    nonce = secrets.token_bytes(_NONCE_BYTES)
    sealed = cipher.encrypt(nonce, plaintext.encode(), None)
    return f"v1:{base64.b64encode(nonce).decode()}:{base64.b64encode(sealed).decode()}"


def _unseal(cipher: AESGCM, ciphertext: str) -> str:
    from cryptography.exceptions import InvalidTag

    parts = ciphertext.split(":")
    try:
        version, nonce, sealed = parts[0], *(base64.b64decode(part, validate=True) for part in parts[1:])
        if version == "v1":
            return cipher.decrypt(nonce, sealed, None).decode()
    except (ValueError, InvalidTag):
        pass
    raise SecretsError("a secret cannot be decrypted: it is damaged, or was encrypted with another passphrase")


_MISSING: Final = f"passphrase must be set with {VARIABLE} or {FILE_VARIABLE} environment variables"
_INCORRECT: Final = "incorrect passphrase"


def _text_in(file: Path) -> str:
    try:
        return file.read_text().strip()
    except UnicodeDecodeError as error:
        raise SecretsError(f"{file} is no text, expected a passphrase") from error


class Keyring:
    """The passphrases at hand: the one of the environment, and the one that this project's state keeps for itself.

    Args:
        kept: the file of the project's own passphrase; made, readable by its owner alone, when it is first needed.
        environment: where the variables are looked up.
    """

    def __init__(self, kept: Path, environment: Mapping[str, str] | None = None) -> None:
        self._kept = kept
        self._environment = os.environ if environment is None else environment
        self._managers: dict[str, PassphraseManager] = {}

    def given(self) -> str | None:
        """The passphrase that the environment gives; None where it gives none.

        Raises:
            SecretsError: the file that the environment names cannot be read.
        """
        if VARIABLE in self._environment:
            return self._environment[VARIABLE]
        if file := self._environment.get(FILE_VARIABLE):
            try:
                return _text_in(Path(file))
            except OSError as error:
                raise SecretsError(f"unable to read {FILE_VARIABLE}: {file}: {error.strerror}") from error
        return None

    def reader(self, salt: str) -> PassphraseManager:
        """A manager that can read what was encrypted under a salt.

        Raises:
            SecretsError: no passphrase at hand fits.
        """
        if salt not in self._managers:
            candidates = [PassphraseManager(phrase, salt) for phrase in (self.given(), self._own()) if phrase is not None]
            fitting = next((manager for manager in candidates if manager.fits()), None)
            if fitting is None:
                raise SecretsError(f"{_INCORRECT if candidates else _MISSING}; fix: {self._way_out()}")
            self._managers[salt] = fitting
        return self._managers[salt]

    def writer(self, *, config_salt: str = "", state_salt: str = "") -> PassphraseManager:
        """The manager under which a state's secrets are written; no passphrase is made nor key derived before one is.

        Args:
            config_salt: the `encryptionsalt` of the stack's file: taken where the environment gives a passphrase.
            state_salt: the salt of the state so far: kept if its secrets were read with the same passphrase.
        """
        given = self.given()
        if given is not None and config_salt:
            return self._managers.setdefault(config_salt, PassphraseManager(given, config_salt))
        reader = self._managers.get(state_salt)
        if reader is not None and reader.passphrase == (self._own() if given is None else given):
            return reader
        return PassphraseManager(self._own_or_new if given is None else given)

    def _way_out(self) -> str:
        way = f"set {VARIABLE} or {FILE_VARIABLE} to this stack's passphrase"
        return way if self._kept.exists() else f"{way}, or bring back {self._kept}, if it was made without one"

    def _own(self) -> str | None:
        try:
            return _text_in(self._kept)
        except FileNotFoundError:
            return None

    def _own_or_new(self) -> str:
        phrase = self._own()
        if phrase is None:
            phrase = secrets.token_urlsafe(24)
            self._kept.parent.mkdir(parents=True, exist_ok=True)
            with os.fdopen(os.open(self._kept, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
                file.write(f"{phrase}\n")
        return phrase
