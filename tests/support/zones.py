"""Private zones on both clouds as their tests see them: two networks in two regions, and records of every kind."""

from __future__ import annotations

from dataclasses import dataclass
from types import ModuleType
from typing import Any

import components.alicloud.private_zone as alicloud_private_zone
import components.aws.private_zone as aws_private_zone
from components.contracts import Record
from tests.support.clouds import ALICLOUD, AWS, TAGS, Cloud
from tests.support.mocks import Recording, record

DOMAIN = "internal.shop.example"
DATABASE = {"orders-db": (Record(type="CNAME", values=("orders.shop.example",), ttl=30),)}
RECORDS: dict[str, tuple[Record, ...]] = {
    **DATABASE,
    "ntp": (Record(type="A", values=("10.32.0.10", "10.36.0.10"), ttl=3600),),
    "@": (
        Record(type="MX", values=("10 mail.shop.example", "20 mail.spare.example")),
        Record(type="TXT", values=("v=spf1 -all",)),
    ),
    "_ldap._tcp": (Record(type="SRV", values=("0 5 636 directory.shop.example",)),),
    "*.apps": (Record(type="A", values=("10.32.0.80",)),),
}


@dataclass(frozen=True, eq=False)
class Zones:
    """A cloud, its private zones' module, the regions of two sites and the types that a zone is made of."""

    cloud: Cloud
    module: ModuleType
    regions: dict[str, str]
    zone: str
    record: str
    attached: str
    """The type whose `vpcs` are the zone's networks."""

    def __str__(self) -> str:
        return self.cloud.name

    def networks(self, *sites: str) -> dict[str, Any]:
        """A small network in each site's region."""
        return {
            site: self.cloud.make_network(site, region=self.regions[site], zones=("a", "b"), nat="none", flow_logs=None)
            for site in sites
        }

    def args(self, networks: dict[str, Any], **changes: Any) -> Any:
        return self.module.PrivateZoneArgs(**{"domain": DOMAIN, "networks": networks, "records": RECORDS, "tags": TAGS, **changes})

    def make(self, *sites: str, opts: Any = None, **changes: Any) -> Any:
        """A zone for two sites, unless told otherwise."""
        return self.module.PrivateZone("names", self.args(self.networks(*(sites or ("jakarta", "singapore"))), **changes), opts)

    def recorded(self, *sites: str, **changes: Any) -> Recording:
        return record(lambda: self.make(*sites, **changes))


AWS_ZONES = Zones(
    cloud=AWS,
    module=aws_private_zone,
    regions={"jakarta": "ap-southeast-3", "singapore": "ap-southeast-1", "batam": "ap-southeast-5"},
    zone="aws:route53/zone:Zone",
    record="aws:route53/record:Record",
    attached="aws:route53/zone:Zone",
)
ALICLOUD_ZONES = Zones(
    cloud=ALICLOUD,
    module=alicloud_private_zone,
    regions={"jakarta": "ap-southeast-5", "singapore": "ap-southeast-1", "batam": "ap-southeast-3"},
    zone="alicloud:pvtz/zone:Zone",
    record="alicloud:pvtz/zoneRecord:ZoneRecord",
    attached="alicloud:pvtz/zoneAttachment:ZoneAttachment",
)
ZONES = (AWS_ZONES, ALICLOUD_ZONES)
