"""Sites with small networks, for tests of what joins them."""

from __future__ import annotations

from typing import Any

import pulumi
import pulumi_alicloud
import pulumi_aws

from components.contracts import End
from components.links.numbers import site_asn, site_number
from tests.support.clouds import ALICLOUD, AWS, TAGS

SPACE = "10.32.0.0/12"
REGIONS = {"aws": "ap-southeast-3", "alicloud": "ap-southeast-5"}
CLOUDS = {"aws": AWS, "alicloud": ALICLOUD}


def end(site: str, cidr: str, cloud: Any = "aws", region: str = "", **changes: Any) -> End:
    """A site with two zones, its pods in the block after its own.

    Args:
        site: its name.
        cidr: the second part of its /16 inside 10.0.0.0/8.
        cloud: its cloud.
        region: its region.
        changes: fields of the end.
    """
    region = region or REGIONS[cloud]
    block, pods = f"10.{cidr}.0.0/16", f"10.{int(cidr) + 1}.0.0/16"
    provider: pulumi.ProviderResource = (
        pulumi_aws.Provider(site, region=region) if cloud == "aws" else pulumi_alicloud.Provider(site, region=region)
    )
    network = CLOUDS[cloud].make_network(
        site,
        region=region,
        zones=("a", "b"),
        cidr=block,
        pods=pods,
        nat="none",
        flow_logs=None,
        opts=pulumi.ResourceOptions(provider=provider),
    )
    told: dict[str, Any] = {"number": site_number(SPACE, block), "asn": site_asn(block), "tags": TAGS, **changes}
    return End(site=site, cloud=cloud, network=network, provider=provider, **told)
