import pulumi_aws as aws

vpc = aws.ec2.Vpc("shop", cidr_block="10.16.0.0/16")
aws.ebs.Volume("journal", availability_zone="ap-southeast-3a", size=100)
