import pulumi
import pulumi_aws as aws
from pulumi import Alias, ResourceOptions as Opts

step = pulumi.Config().require_int("step")

provider = aws.Provider("site", region=f"ap-southeast-{step + 1}", opts=Opts(delete_before_replace=True))
vpc = aws.ec2.Vpc("net", cidr_block="10.0.0.0/16", opts=Opts(provider=provider))
aws.ec2.Subnet("subnet", vpc_id=vpc.id, cidr_block="10.0.0.0/24", opts=Opts(provider=provider))
aws.ec2.Eip("tag", tags={"v": vpc.id})
