import pulumi
import pulumi_aws as aws
from pulumi import ResourceOptions as Opts

step = pulumi.Config().require_int("step")


aws.ec2.Vpc("v", cidr_block="10.1.0.0/16", tags={"s": str(step)}, opts=Opts(import_="vpc-1", ignore_changes=["cidrBlock", "tags"] if step < 2 else ["cidrBlock"]))
aws.ec2.Vpc("w", cidr_block="10.1.0.0/16", opts=Opts(import_="vpc-2", ignore_changes=["*"]))
