import pulumi_aws as aws

vpc = aws.ec2.Vpc("shop", cidr_block="10.16.0.0/16")
subnets = {
    zone: aws.ec2.Subnet(
        f"public-{zone}", vpc_id=vpc.id, cidr_block=f"10.16.{index}.0/24", availability_zone=f"ap-southeast-3{zone}"
    )
    for index, zone in enumerate("abc")
}
sources = ["10.16.0.0/16", "10.20.0.0/16"]
web = aws.ec2.SecurityGroup(
    "web",
    vpc_id=vpc.id,
    ingress=[{"protocol": "tcp", "from_port": port, "to_port": port, "cidr_blocks": sources} for port in (443, 9100, 80)],
)
aws.lb.LoadBalancer(
    "front", internal=True, load_balancer_type="application", security_groups=[web.id], subnets=[subnets[zone].id for zone in "cab"]
)
