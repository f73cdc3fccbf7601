"""Secrets that are open in an export, sealed under a passphrase, so that it can be imported where their own key is lost.

`pulumi stack import` asks the secrets provider that an export names, also of one whose secrets are open (DeserializeDeploymentV3 in
pkg/resource/stack/deployment.go), and that may be a key in the cloud that is lost. Everything else is left as it is.
"""

from __future__ import annotations

import json
from typing import Any

from .deployment import Crypter, StateError
from .signatures import SECRET, SIGNATURE


def resealed(source: bytes, crypter: Crypter, name: str) -> dict[str, Any]:
    """The export with its secrets encrypted.

    Args:
        source: what `pulumi stack export --show-secrets` printed.
        crypter: encrypts them.
        name: where the source comes from, for messages.

    Raises:
        StateError: it is no deployment, or a secret in it is sealed.
    """
    fix = "fix: give what `pulumi stack export --show-secrets` printed"
    try:
        data = json.loads(source)
        deployment = data["deployment"]
        sealed = {**data, "deployment": _sealed(deployment, crypter)}
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise StateError(f"{name} is no state with its secrets open ({type(error).__name__}: {error}); {fix}") from error
    sealed["deployment"]["secrets_providers"] = {"type": "passphrase", "state": {"salt": crypter.salt}}
    return sealed


def _sealed(value: Any, crypter: Crypter) -> Any:
    match value:
        case {"plaintext": str(text), **rest} if rest.get(SIGNATURE) == SECRET:
            return {SIGNATURE: SECRET, "ciphertext": crypter.encrypt(text)}
        case dict() if value.get(SIGNATURE) == SECRET:
            raise ValueError("a secret in it is sealed")
        case dict():
            return {key: _sealed(item, crypter) for key, item in value.items()}
        case list():
            return [_sealed(item, crypter) for item in value]
    return value
