import pulumi_aws as aws

bucket = aws.s3.Bucket("orders")
aws.s3.BucketServerSideEncryptionConfiguration(
    "orders",
    bucket=bucket.id,
    rules=[{"apply_server_side_encryption_by_default": {"sse_algorithm": "AES256"}}],
)
