import pulumi
import pulumi_aws as aws

jakarta = aws.Provider("site", region="ap-southeast-3")
inside = pulumi.ResourceOptions(provider=jakarta)
vpc = aws.ec2.Vpc("shop", cidr_block="10.16.0.0/16", opts=inside)
aws.sqs.Queue("orders", opts=inside)
