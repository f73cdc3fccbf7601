import pulumi_aws as aws

vpc = aws.ec2.Vpc("shop", cidr_block="10.16.0.0/16")
subnets = [
    aws.ec2.Subnet(f"public-{zone}", vpc_id=vpc.id, cidr_block=f"10.16.{index}.0/24", availability_zone=f"ap-southeast-3{zone}")
    for index, zone in enumerate("ab")
]
certificate = aws.acm.Certificate(
    "shop", domain_name="shop.example", validation_method="DNS", subject_alternative_names=["www.shop.example"]
)
front = aws.lb.LoadBalancer("front", internal=True, load_balancer_type="application", subnets=[subnet.id for subnet in subnets])
group = aws.lb.TargetGroup("web", port=8080, protocol="HTTP", vpc_id=vpc.id)
aws.lb.Listener(
    "https",
    load_balancer_arn=front.arn,
    port=443,
    protocol="HTTPS",
    certificate_arn=certificate.arn,
    default_actions=[{"type": "forward", "target_group_arn": group.arn}],
)
