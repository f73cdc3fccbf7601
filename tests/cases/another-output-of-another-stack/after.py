import pulumi
import pulumi_aws as aws

network = pulumi.StackReference("organization/world/production")
aws.ec2.Subnet("private", vpc_id=network.require_output("vpc-of-news"), cidr_block="10.32.0.0/20")
