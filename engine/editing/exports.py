"""What `pulumi stack export` prints, as resources and back: secrets stay as they are, sealed or open, whatever had sealed them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from .. import deployment
from ..deployment import StateError
from ..errors import EngineError
from ..resource import Resource
from ..sealing import Sealed

_SECRETS = "secrets_providers"


@dataclass(frozen=True, slots=True)
class Export:
    """One stack's export.

    Args:
        data: the deployment as it was parsed.
        resources: its resources; of a sealed secret they have the ciphertext.
        opened: whether its secrets are open, as `--show-secrets` prints them.
    """

    data: dict[str, Any]
    resources: list[Resource]
    opened: bool

    @classmethod
    def of(cls, data: Any, name: str) -> Export:
        """Read an export.

        Args:
            data: what was parsed from JSON.
            name: where it comes from, for messages.

        Raises:
            StateError: it is no deployment that can be read.
            EngineError: the run that had made it was cut off.
        """
        unopened = Sealed()
        inner = data.get("deployment") if isinstance(data, dict) else None
        if not isinstance(inner, dict):
            raise StateError(f"{name} is no deployment; fix: give what `pulumi stack export` printed")
        plain = {**data, "deployment": {key: value for key, value in inner.items() if key != _SECRETS}}
        snapshot = deployment.from_json(plain, lambda _: unopened.decrypt)
        if snapshot.pending_operations:
            raise EngineError(f"{name} has operations that were cut off; fix: run `pulumi refresh` on the stack first")
        return cls(data, snapshot.resources, '"plaintext"' in json.dumps(inner.get("resources") or []))

    def having(self, resources: Sequence[Resource]) -> dict[str, Any]:
        """The deployment with other resources; whose engine it is of, and what had sealed its secrets, stays."""
        written = deployment.to_json(deployment.Snapshot(resources=list(resources)), None if self.opened else Sealed())
        inner = {key: value for key, value in self.data["deployment"].items() if key not in ("resources", "pending_operations")}
        features = {key: written[key] for key in ("features",) if key in written}
        return {
            "version": written["version"],
            **features,
            "deployment": {**inner, "resources": written["deployment"].get("resources", [])},
        }
