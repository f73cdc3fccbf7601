import pulumi
import pulumi_aws as aws

vpc = aws.ec2.Vpc("shop", cidr_block="10.16.0.0/16")
pulumi.export("network", vpc.id)
pulumi.export("support", "platform@shop.example")
