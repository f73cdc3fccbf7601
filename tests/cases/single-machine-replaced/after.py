import pulumi
import pulumi_aws as aws

vpc = aws.ec2.Vpc("shop", cidr_block="10.16.0.0/16")
subnet = aws.ec2.Subnet("private-a", vpc_id=vpc.id, cidr_block="10.16.0.0/20", availability_zone="ap-southeast-3a")
licence = aws.ec2.Instance(
    "licence",
    ami="ami-0a1b2c3d4e5f67899",
    instance_type="m7i.large",
    subnet_id=subnet.id,
    private_ip="10.16.0.10",
    opts=pulumi.ResourceOptions(delete_before_replace=True),
)
zone = aws.route53.Zone("internal", name="internal.shop.example", vpcs=[{"vpc_id": vpc.id}])
aws.route53.Record("licence", zone_id=zone.id, name="licence", type="A", ttl=60, records=[licence.private_ip])
