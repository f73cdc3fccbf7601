import pulumi_aws as aws

PRIORITIES = {"api": 10, "assets": 20, "admin": 30}

vpc = aws.ec2.Vpc("shop", cidr_block="10.16.0.0/16")
subnets = [
    aws.ec2.Subnet(f"public-{zone}", vpc_id=vpc.id, cidr_block=f"10.16.{index}.0/24", availability_zone=f"ap-southeast-3{zone}")
    for index, zone in enumerate("ab")
]
front = aws.lb.LoadBalancer("front", internal=True, load_balancer_type="application", subnets=[subnet.id for subnet in subnets])
group = aws.lb.TargetGroup("web", port=8080, protocol="HTTP", vpc_id=vpc.id)
forward = {"type": "forward", "target_group_arn": group.arn}
listener = aws.lb.Listener("http", load_balancer_arn=front.arn, port=80, protocol="HTTP", default_actions=[forward])
for name, priority in PRIORITIES.items():
    aws.lb.ListenerRule(
        name,
        listener_arn=listener.arn,
        priority=priority,
        actions=[forward],
        conditions=[{"path_pattern": {"values": [f"/{name}/*"]}}],
    )
