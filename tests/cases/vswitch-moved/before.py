import pulumi_alicloud as alicloud

network = alicloud.vpc.Network("batam", vpc_name="batam", cidr_block="10.20.0.0/16")
switch = alicloud.vpc.Switch("app-a", vpc_id=network.id, cidr_block="10.20.0.0/22", zone_id="ap-southeast-5a")
group = alicloud.ecs.SecurityGroup("app", security_group_name="app", vpc_id=network.id, inner_access_policy="Drop")
alicloud.ecs.Instance(
    "licence",
    image_id="aliyun_3_x64_20G_alibase_20260101.vhd",
    instance_type="ecs.g7.large",
    security_groups=[group.id],
    vswitch_id=switch.id,
    system_disk_category="cloud_essd",
)
gateway = alicloud.vpc.NatGateway(
    "out",
    vpc_id=network.id,
    vswitch_id=switch.id,
    nat_type="Enhanced",
    payment_type="PayAsYouGo",
)
