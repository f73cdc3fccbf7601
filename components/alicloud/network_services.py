"""Which services of Alibaba Cloud a network reaches without a way out, and how; pure.

Every VPC has some already: at 100.64.0.0/10, which belongs to the platform, stand the internal endpoints of OSS
(`oss-<region>-internal.aliyuncs.com`), of Simple Log Service (`<project>.<region>-intranet.log.aliyuncs.com`) and of others, DNS
(100.100.2.136, 100.100.2.138) and metadata (100.100.100.200). They need no endpoint and no NAT gateway. What an endpoint adds: a
policy of what may be reached (gateway), or an address of the network that security groups and other sites see (interface).

Sources: help.aliyun.com/zh/vpc/vpc-connection-to-cloud-service, help.aliyun.com/zh/vpc/network-acl-overview,
www.alibabacloud.com/help/en/oss/user-guide/regions-and-endpoints, www.alibabacloud.com/help/en/sls/developer-reference/endpoints.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ..errors import ArgumentFault

GATEWAY_SERVICE = "oss"
"""The one service that has gateway endpoints."""

_REGIONS = """
    ap-northeast-1 ap-southeast-1 ap-southeast-3 ap-southeast-5 cn-beijing cn-chengdu cn-guangzhou cn-hangzhou cn-heyuan
    cn-hongkong cn-huhehaote cn-qingdao cn-shanghai cn-shenzhen cn-wulanchabu cn-zhangjiakou eu-central-1 eu-west-1
    me-east-1 us-east-1 us-west-1
"""
GATEWAY_REGIONS = frozenset(_REGIONS.split())
"""Where gateway endpoints exist: help.aliyun.com/zh/vpc/vpc-connection-to-cloud-service, under 支持的地域 (supported regions)."""

INTERFACE_PREFIX = "com.aliyuncs.privatelink."
_INTERFACE = re.compile(rf"{re.escape(INTERFACE_PREFIX)}[a-z0-9-]+\.[a-z0-9.-]+")


def gateway_name(region: str) -> str:
    """The name of OSS's gateway endpoint service (vpc_gateway_endpoint, `service_name`)."""
    return f"com.aliyun.{region}.{GATEWAY_SERVICE}"


def interface_key(service: str) -> str:
    """A service behind an interface endpoint as part of a resource's name: what its own name has after the region."""
    return service.removeprefix(INTERFACE_PREFIX).partition(".")[2].replace(".", "-")


def endpoint_faults(region: str, services: Iterable[str]) -> Iterator[ArgumentFault]:
    """What is wrong with the services asked for, as far as their names tell."""
    keys: set[str] = set()
    for place, service in enumerate(services):
        where, begins = f"endpoints.{place}", f"{INTERFACE_PREFIX}{region}."
        key = service if service == GATEWAY_SERVICE else f"by-{interface_key(service)}"
        if service != GATEWAY_SERVICE and not _INTERFACE.fullmatch(service):
            expected = f'"{GATEWAY_SERVICE}", or the whole name of a service of PrivateLink'
            yield ArgumentFault(where, f'"{service}"', expected, f"write {begins} and the service, as the console shows it")
        elif service != GATEWAY_SERVICE and not service.startswith(begins):
            yield ArgumentFault(where, f'"{service}"', f"a service of {region}", f"write the one that begins with {begins}")
        elif service == GATEWAY_SERVICE and region not in GATEWAY_REGIONS:
            fix = f"write {begins}{service}, which is paid by the hour, or use its internal endpoint without any"
            yield ArgumentFault(where, f'"{service}"', f"another service, since {region} has no gateway endpoints", fix)
        elif key in keys:
            yield ArgumentFault(where, f'"{service}" a second time', "each service once", "remove one")
        keys.add(key)
