import pulumi
import pulumi_aws as aws
from pulumi import Alias, ResourceOptions as Opts

step = pulumi.Config().require_int("step")

p = aws.Provider("p", region="ap-southeast-1")
q = aws.Provider("q", region="ap-southeast-1", opts=Opts(depends_on=[p]))
aws.ec2.Vpc("v", cidr_block="10.0.0.0/16", opts=[None, Opts(provider=p), Opts(provider=q)][step])
aws.ec2.Vpc("w", cidr_block="10.0.0.0/16", opts=[Opts(provider=q), Opts(provider=q), None][step])
parent = aws.ec2.Vpc("parent", cidr_block="10.0.0.0/16", opts=Opts(provider=[p, q, q][step]))
aws.ec2.Subnet("child", vpc_id=parent.id, cidr_block="10.0.0.0/24", opts=Opts(parent=parent))
