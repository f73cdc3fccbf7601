import pulumi_aws as aws

vpc = aws.ec2.Vpc("shop", cidr_block="10.16.0.0/16")
for index in range(150):
    aws.sqs.Queue(f"orders-{index:03}", message_retention_seconds=86400, visibility_timeout_seconds=30 + index)
    aws.cloudwatch.LogGroup(f"orders-{index:03}", retention_in_days=30, skip_destroy=True)
