"""Resource Management: the roles of the cloud's own services, which an account has once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from ..rules import Rule, table
from .shapes import PROVIDER

if TYPE_CHECKING:
    from ..call import Call

SERVICE_ROLES: Final = {
    "alb.aliyuncs.com": "AliyunServiceRoleForAlb",
    "ess.aliyuncs.com": "AliyunServiceRoleForAutoScaling",
    "nat.aliyuncs.com": "AliyunServiceRoleForNatgw",
    "nlb.aliyuncs.com": "AliyunServiceRoleForNlb",
    "privatelink.aliyuncs.com": "AliyunServiceRoleForPrivatelink",
}
"""How services call their roles (www.alibabacloud.com/help/en/ram/user-guide/alibaba-cloud-services-that-work-with-slrs)."""


def _name(call: Call) -> str:
    service, suffix = call["serviceName"], call.get("customSuffix")
    name = SERVICE_ROLES.get(service) or f"AliyunServiceRoleFor{service.partition('.')[0].title()}"
    return f"{name}_{suffix}" if suffix else name


def _faults(call: Call) -> Iterator[tuple[str, str]]:
    service = call.get("serviceName")
    if service is not None and not service.endswith(".aliyuncs.com"):
        yield "serviceName", f'InvalidParameter.ServiceName: expected a service, say nat.aliyuncs.com, got "{service}"'


RULES = table(
    Rule(
        type="alicloud:resourcemanager/serviceLinkedRole:ServiceLinkedRole",
        source=f"{PROVIDER}resource_alicloud_resource_manager_service_linked_role.go",
        id=lambda call: f"{call['serviceName']}:{_name(call)}",
        replaces=frozenset({"customSuffix", "description", "serviceName"}),
        computed={
            "arn": lambda call: f"acs:ram::{call.account}:role/{_name(call).lower()}",
            "roleId": lambda call: call.digits(18),
            "roleName": _name,
        },
        check=_faults,
        everywhere=True,
        not_found="EntityNotExist.Role: the role '{id}' does not exist",
        exists="EntityAlreadyExists.Role: the role '{id}' exists already",
    ),
)
