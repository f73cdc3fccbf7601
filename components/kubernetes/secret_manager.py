"""How secrets come to pods on ACK: by ack-secret-manager, from KMS.

Sources: github.com/AliyunContainerService/ack-secret-manager, docs/crd_resources_guide.md, docs/auth_guide.md and
docs/advanced_usage.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import pulumi

from ..contracts import CustomObject, Reader, Secret
from ..secret_names import CURRENT, PREVIOUS

READY: Final = "jsonpath={.status.dataSyncResults[0].status}=Succeeded"
"""Where nothing failed there is a single result, and only then does the first say so
(pkg/controller/externalsecret/status_sync_results.go)."""

_API: Final = "alibabacloud.com/v1alpha1"
_STAGES: Final = {CURRENT: "ACSCurrent", PREVIOUS: "ACSPrevious"}


def store(account: pulumi.Input[str], reader: Reader) -> CustomObject:
    """A SecretStore: the operator asks for a token of the account, and takes on the role that its annotation names."""
    auth = {"oidcProviderARN": reader.issuer, "serviceAccountRef": {"name": account}}
    return CustomObject(_API, "SecretStore", {"KMS": {"KMSAuth": auth}})


def external(kept_in: pulumi.Input[str], secrets: Mapping[str, Secret], every: int) -> CustomObject:
    """An ExternalSecret, whose Secret bears its name and goes with it; while KMS cannot be read, it keeps what it has."""
    read_from = {"kind": "SecretStore", "name": kept_in}
    spec = {
        "provider": "kms",
        "rotationInterval": f"{every}s",
        "data": [
            {"key": secrets[name].key, "secretStoreRef": read_from, **_wanted(name, secrets[name])} for name in sorted(secrets)
        ],
    }
    return CustomObject(_API, "ExternalSecret", spec)


def _wanted(name: str, secret: Secret) -> dict[str, Any]:
    """A member is named by its path alone: with a `name` beside it, a secret that has no such member would be written whole
    (pkg/backend/provider/common/process_secret_data.go).
    """
    stage = _STAGES.get(secret.stage, secret.stage)
    version = {"versionStage": stage} if secret.version is None else {"versionId": secret.version}
    if secret.property is None:
        return {"name": name, **version}
    return {"jmesPath": [{"path": f'"{secret.property}"', "objectAlias": name}], **version}
