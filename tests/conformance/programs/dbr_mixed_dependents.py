import pulumi
import pulumi_aws as aws
from pulumi import Alias, ResourceOptions as Opts

step = pulumi.Config().require_int("step")

# everything that can hang on a resource that is deleted first
vpc = aws.ec2.Vpc("net", cidr_block=f"10.{step}.0.0/16", opts=Opts(delete_before_replace=True))
aws.ec2.Subnet("by-property", vpc_id=vpc.id, cidr_block="10.0.0.0/24")
aws.ec2.Eip("by-tag", tags={"vpc": vpc.id})
aws.ec2.Eip("by-depends-on", opts=Opts(depends_on=[vpc]))
aws.ec2.Eip("by-parent", opts=Opts(parent=vpc))
aws.ec2.Eip("by-deleted-with", opts=Opts(deleted_with=vpc))
aws.ec2.Subnet("both", vpc_id="vpc-0", cidr_block="10.0.1.0/24", tags={"v": vpc.arn}, opts=Opts(depends_on=[vpc], parent=vpc))
