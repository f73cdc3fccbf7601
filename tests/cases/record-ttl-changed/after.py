import pulumi_aws as aws

zone = aws.route53.Zone("shop", name="shop.example")
aws.route53.Record("www", zone_id=zone.id, name="www", type="A", ttl=3600, records=["198.51.100.10"])
aws.route53.Record("api", zone_id=zone.id, name="api", type="A", ttl=60, records=["198.51.100.11"])
