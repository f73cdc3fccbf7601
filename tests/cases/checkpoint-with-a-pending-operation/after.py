import pulumi_aws as aws

orders = aws.sqs.Queue("orders", visibility_timeout_seconds=60)
aws.sqs.Queue("refunds", visibility_timeout_seconds=30)
