import pulumi_aws as aws

vpc = aws.ec2.Vpc("shop", cidr_block="10.16.0.0/16")
subnet = aws.ec2.Subnet("private-a", vpc_id=vpc.id, cidr_block="10.16.0.0/20", availability_zone="ap-southeast-3a")
template = aws.ec2.LaunchTemplate("web", image_id="ami-0a1b2c3d4e5f67890", instance_type="m7i.large")
aws.autoscaling.Group(
    "web",
    name_prefix="web-",
    min_size=2,
    max_size=6,
    vpc_zone_identifiers=[subnet.id],
    launch_template={"id": template.id, "version": "$Latest"},
)
