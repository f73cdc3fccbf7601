import pulumi_alicloud as alicloud

network = alicloud.vpc.Network("batam", vpc_name="batam", cidr_block="10.20.0.0/16")
switch = alicloud.vpc.Switch("app-a", vpc_id=network.id, cidr_block="10.20.0.0/22", zone_id="ap-southeast-5a")
group = alicloud.ecs.SecurityGroup("app", security_group_name="app", vpc_id=network.id, inner_access_policy="Drop")
scaling = alicloud.ess.ScalingGroup(
    "web", scaling_group_name="web", min_size=3, max_size=12, vswitch_ids=[switch.id], removal_policies=["OldestInstance"]
)
alicloud.ess.ScalingConfiguration(
    "web",
    scaling_group_id=scaling.id,
    image_id="aliyun_3_x64_20G_alibase_20260901.vhd",
    instance_types=["ecs.c7.large", "ecs.g7.large", "ecs.g7.xlarge"],
    security_group_id=group.id,
    active=True,
    force_delete=True,
)
