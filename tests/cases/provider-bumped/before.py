import pulumi
import pulumi_aws as aws

VERSION = pulumi.ResourceOptions(version="7.50.0")

vpc = aws.ec2.Vpc("shop", cidr_block="10.16.0.0/16", opts=VERSION)
aws.ec2.Subnet("private-a", vpc_id=vpc.id, cidr_block="10.16.0.0/20", availability_zone="ap-southeast-3a", opts=VERSION)
