import pulumi_aws as aws

key = aws.kms.Key("orders", deletion_window_in_days=7)
bucket = aws.s3.Bucket("orders")
aws.s3.BucketServerSideEncryptionConfiguration(
    "orders",
    bucket=bucket.id,
    rules=[{"apply_server_side_encryption_by_default": {"sse_algorithm": "aws:kms", "kms_master_key_id": key.arn}}],
)
