import pulumi
import pulumi_aws as aws
from pulumi import ResourceOptions as Opts

step = pulumi.Config().require_int("step")


aws.ec2.Vpc("v", cidr_block="10.99.0.0/16", opts=Opts(import_="no-vpc" if step == 0 else "vpc-1"))
