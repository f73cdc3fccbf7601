import pulumi_alicloud as alicloud

network = alicloud.vpc.Network("batam", vpc_name="batam", cidr_block="10.20.0.0/16")
switch = alicloud.vpc.Switch("app-a", vpc_id=network.id, cidr_block="10.20.0.0/22", zone_id="ap-southeast-5a")
alicloud.slb.ApplicationLoadBalancer(
    "inside",
    load_balancer_name="inside",
    address_type="intranet",
    vswitch_id=switch.id,
    load_balancer_spec="slb.s2.small",
)
alicloud.slb.ApplicationLoadBalancer(
    "shop", load_balancer_name="shop", address_type="internet", load_balancer_spec="slb.s2.small", delete_protection="off"
)
