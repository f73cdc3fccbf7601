import pulumi
import pulumi_aws as aws
from pulumi import Alias, ResourceOptions as Opts

step = pulumi.Config().require_int("step")

if step == 0:
    aws.ec2.Eip("a", tags={"x": "1"})
elif step == 1:
    aws.ec2.Vpc("a", cidr_block="10.0.0.0/16", opts=Opts(aliases=[Alias(type_="aws:ec2/eip:Eip")]))
else:
    pulumi.CustomResource("aws:ec2/vpcV2:VpcV2", "a", {"cidrBlock": "10.0.0.0/16"}, Opts(aliases=[Alias(type_="aws:ec2/vpc:Vpc"), Alias(type_="aws:ec2/eip:Eip")]))
