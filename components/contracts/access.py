"""Who may do what inside a cluster, by the cloud's own identities."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

import pulumi

from .. import arguments
from ..errors import Faults

AccessRole: TypeAlias = Literal["admin", "edit", "view"]


@dataclass(frozen=True, kw_only=True)
class Access:
    """What one identity may do inside a cluster; nobody gets in by a shared key, or by the aws-auth map.

    Args:
        principal: ARN of an IAM role (AWS), or the id of a RAM role (Alibaba Cloud).
        role: "admin" (everything), "edit" (whatever runs, not who may do what) or "view" (no Secrets).
        namespaces: where; everywhere by default.

    Raises:
        ArgumentsError: with every fault.
    """

    principal: pulumi.Input[str]
    role: AccessRole = "view"
    namespaces: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        faults = Faults(self)
        arguments.check_choice(faults, "role", self.role, get_args(AccessRole))
        for namespace in self.namespaces:
            arguments.check_label(faults, "namespaces", namespace)
        arguments.check_each_once(faults, "namespaces", self.namespaces)
        faults.raise_any()

    @property
    def everything(self) -> bool:
        """Whether it lets in who may apply whatever stands inside, so that this comes after it and goes before it."""
        return self.role == "admin" and not self.namespaces
