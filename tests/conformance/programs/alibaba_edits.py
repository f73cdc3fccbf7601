import pulumi
import pulumi_aws as aws
from pulumi import Alias, ResourceOptions as Opts

step = pulumi.Config().require_int("step")

import pulumi_alicloud as alicloud
vpc = alicloud.vpc.Network("net", cidr_block="10.0.0.0/16", vpc_name="net", description=f"d{min(step, 1)}", tags={"n": str(step)})
sw = [alicloud.vpc.Switch(f"sw-{z}", vpc_id=vpc.id, cidr_block=f"10.0.{i}.0/24", zone_id=f"ap-southeast-5{z}") for i, z in enumerate("ab"[: 2 - step // 2])]
alicloud.ecs.SecurityGroup("g", vpc_id=vpc.id, description=f"g{step}")
pulumi.export("switches", [s.id for s in sw])
