import pulumi_alicloud as alicloud
import pulumi_aws as aws

alicloud.vpc.Network("batam", vpc_name="batam", cidr_block="10.20.0.0/16")
aws.ec2.Vpc("jakarta", cidr_block="10.16.0.0/16")
