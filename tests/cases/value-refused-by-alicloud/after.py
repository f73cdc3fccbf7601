import json

import pulumi_alicloud as alicloud

network = alicloud.vpc.Network("shop", cidr_block="10.0.0.0/16")
web = alicloud.ecs.SecurityGroup("web", vpc_id=network.id)
alicloud.ecs.SecurityGroupRule(
    "https",
    type="ingress",
    ip_protocol="tcp",
    port_range="443/443",
    cidr_ip="0.0.0.0/0",
    security_group_id=web.id,
    nic_type="intranett",
)
alicloud.vpc.Switch("a", vpc_id=network.id, cidr_block="10.0.0.0/24", zone_id="cn-hangzhou-b")
alicloud.ram.Policy(
    "reader",
    policy_name="reader",
    policy_document=json.dumps(
        {"Version": "1", "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::shop/*"}]}
    ),
)
alicloud.redis.TairInstance(
    "sessions",
    instance_class="tair.rdb.2g",
    instance_type="tair_rdb",
    vpc_id=network.id,
    vswitch_id="vsw-1",
    zone_id="ap-southeast-5a",
    payment_type="PayAsYouGoes",
    port=70000,
)
