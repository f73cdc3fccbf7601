import pulumi_alicloud as alicloud

network = alicloud.vpc.Network("shop", cidr_block="10.0.0.0/16")
alicloud.ecs.SecurityGroup("web", vpc_id=network.id)
