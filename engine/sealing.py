"""A state's secrets passed along unopened, for whoever has no passphrase or needs none.

Source: secrets.BlindingProvider in pkg/backend/secrets, and `stack export`, which prints the ciphertexts as they stand.
"""

from __future__ import annotations

import json


class Sealed:
    """Stands where a keyring and its managers do: a secret's value is its ciphertext, and is written as that again."""

    def __init__(self) -> None:
        self.salts: list[str] = []
        """What the secrets that were met had been encrypted under; two, where a run under another passphrase was cut off."""

    @property
    def salt(self) -> str:
        return self.salts[0] if self.salts else ""

    def reader(self, salt: str) -> Sealed:
        if salt not in self.salts:
            self.salts.append(salt)
        return self

    def writer(self, *, config_salt: str = "", state_salt: str = "") -> Sealed:  # noqa: ARG002  as a keyring's
        return self

    def decrypt(self, ciphertext: str) -> str:
        return json.dumps(ciphertext)

    def encrypt(self, plaintext: str) -> str:
        return json.loads(plaintext)
