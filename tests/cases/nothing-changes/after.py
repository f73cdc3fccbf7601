import pulumi_aws as aws

aws.s3.Bucket("assets")  # served by the CDN
vpc = aws.ec2.Vpc("shop", cidr_block="10.16.0.0/16")
