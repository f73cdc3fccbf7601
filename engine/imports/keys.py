"""The stack's own encryption, for the secrets of import files."""

from __future__ import annotations

from functools import cached_property

from ..backend import Backend
from ..secrets import PassphraseManager, SecretsError


class StackKeys:
    """Encrypts and decrypts as a stack's file and state do; no passphrase is asked for before it is needed.

    Args:
        backend: where the state is.
        stack: whose keys they are.
        config_salt: the `encryptionsalt` of the stack's file.
    """

    def __init__(self, backend: Backend, stack: str, config_salt: str) -> None:
        self._backend = backend
        self._stack = stack
        self._config_salt = config_salt

    @cached_property
    def _salt(self) -> str:
        return self._config_salt or self._backend.look(self._stack)[0].salt

    @property
    def exist(self) -> bool:
        """Whether the stack has encrypted anything so far: before that, nobody could read it again."""
        return bool(self._salt)

    def encrypt(self, text: str) -> str:
        return self._manager.encrypt(text)

    def decrypt(self, text: str) -> str:
        """The plaintext.

        Raises:
            SecretsError: the passphrase is wrong, or the text was encrypted for something else than this stack.
        """
        return self._manager.decrypt(text)

    @property
    def _manager(self) -> PassphraseManager:
        if not self._salt:
            raise SecretsError(f"stack '{self._stack}' has no secrets of its own yet, so this one was encrypted for something else")
        return self._backend.keyring.reader(self._salt)
