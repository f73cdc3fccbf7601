import pulumi
import pulumi_aws as aws

pulumi.export("vpc", aws.ec2.Vpc("shop", cidr_block="10.16.0.0/16").id)
pulumi.export("vpc-of-news", aws.ec2.Vpc("news", cidr_block="10.32.0.0/16").id)
