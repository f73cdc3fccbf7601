import pulumi
import pulumi_aws as aws
from pulumi import Alias, ResourceOptions as Opts

step = pulumi.Config().require_int("step")

import sys
v = aws.ec2.Vpc("v", cidr_block="10.0.0.0/16", tags={"n": str(step)})
sys.exit({0: 0, 1: 1, 2: 17, 3: None}[step])
