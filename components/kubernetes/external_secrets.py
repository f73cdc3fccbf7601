"""How secrets come to pods on EKS: by External Secrets, from Secrets Manager.

Sources: external-secrets.io/latest/provider/aws-secrets-manager and …/provider/aws-access, …/api/spec.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import pulumi

from ..contracts import CustomObject, Reader, Secret
from ..secret_names import CURRENT, PREVIOUS

READY: Final = "condition=Ready"

_API: Final = "external-secrets.io/v1"
_STAGES: Final = {CURRENT: "AWSCURRENT", PREVIOUS: "AWSPREVIOUS"}


def store(account: pulumi.Input[str], reader: Reader) -> CustomObject:
    """A SecretStore: the operator asks for a token of the account, and takes on the role that its annotation names."""
    auth = {"jwt": {"serviceAccountRef": {"name": account}}}
    return CustomObject(
        _API, "SecretStore", {"provider": {"aws": {"service": "SecretsManager", "region": reader.region, "auth": auth}}}
    )


def external(kept_in: pulumi.Input[str], secrets: Mapping[str, Secret], every: int) -> CustomObject:
    """An ExternalSecret, whose Secret bears its name and goes with it; while the store cannot be read, it keeps what it has."""
    spec = {
        "refreshInterval": f"{every}s",
        "secretStoreRef": {"kind": "SecretStore", "name": kept_in},
        "target": {"creationPolicy": "Owner", "deletionPolicy": "Retain"},
        "data": [{"secretKey": name, "remoteRef": _remote(secrets[name])} for name in sorted(secrets)],
    }
    return CustomObject(_API, "ExternalSecret", spec)


def _remote(secret: Secret) -> dict[str, str]:
    """A secret by its label, or by the id of a version, which `uuid/` says."""
    version = _STAGES.get(secret.stage, secret.stage) if secret.version is None else f"uuid/{secret.version}"
    member = {} if secret.property is None else {"property": secret.property}
    return {"key": secret.key, "version": version, **member}
