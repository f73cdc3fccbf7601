import pulumi_aws as aws

KEPT = False

vpc = aws.ec2.Vpc("shop", cidr_block="10.16.0.0/16")
subnets = [
    aws.ec2.Subnet(f"private-{zone}", vpc_id=vpc.id, cidr_block=f"10.16.{index}.0/24", availability_zone=f"ap-southeast-3{zone}")
    for index, zone in enumerate("ab")
]
aws.lb.LoadBalancer(
    "front",
    internal=True,
    load_balancer_type="application",
    subnets=[subnet.id for subnet in subnets],
    enable_deletion_protection=KEPT,
)
aws.rds.Instance(
    "orders",
    engine="postgres",
    instance_class="db.r6g.large",
    allocated_storage=100,
    username="app",
    manage_master_user_password=True,
    final_snapshot_identifier="orders-final",
    deletion_protection=KEPT,
)
