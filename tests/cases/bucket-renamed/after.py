import pulumi_aws as aws

bucket = aws.s3.Bucket("invoices", force_destroy=True)
aws.s3.BucketVersioning("invoices", bucket=bucket.id, versioning_configuration={"status": "Enabled"})
aws.s3.BucketPublicAccessBlock("invoices", bucket=bucket.id, block_public_acls=True, block_public_policy=True)
