import pulumi
import pulumi_alicloud as alicloud
import pulumi_aws as aws


class Site(pulumi.ComponentResource):
    """A site as the review tells of it: one cloud in one region."""

    def __init__(self, name: str) -> None:
        super().__init__("nusantara:index:Site", name)


zone = aws.route53.Zone("shop", name="shop.example")
for name, address in {"jakarta": "198.51.100.10", "batam": "203.0.113.10"}.items():
    site = Site(name)
    for host in ("www", "api"):
        aws.route53.Record(
            f"{name}-{host}",
            zone_id=zone.id,
            name=f"{host}.{name}",
            type="A",
            ttl=60,
            records=[address],
            opts=pulumi.ResourceOptions(parent=site),
        )
alicloud.vpc.Network("batam", vpc_name="batam", cidr_block="10.20.0.0/16")
