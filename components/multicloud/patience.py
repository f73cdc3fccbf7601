"""How long to wait for what a cloud makes one after the other."""

from __future__ import annotations

from typing import Final

import pulumi

_AWAITED: Final = "60m"


def patient(opts: pulumi.ResourceOptions) -> pulumi.ResourceOptions:
    """Wait an hour at most for each operation, also for its turn.

    A VPN gateway and a CEN instance on Alibaba Cloud do one thing at a time, and refuse others meanwhile (VpnGateway.Configuring,
    Operation.Blocking). The provider asks again, for 3 to 5 minutes unless told otherwise, and a mesh has dozens of them.

    Source: github.com/aliyun/terraform-provider-alicloud/tree/v1.289.0/alicloud, `Timeouts` of resource_alicloud_vpn_connection.go
    and resource_alicloud_cen_transit_router*.go.
    """
    timeouts = pulumi.CustomTimeouts(create=_AWAITED, update=_AWAITED, delete=_AWAITED)
    return pulumi.ResourceOptions.merge(opts, pulumi.ResourceOptions(custom_timeouts=timeouts))
