import pulumi_aws as aws

bucket = aws.s3.Bucket("invocies", force_destroy=True)
aws.s3.BucketVersioning("invocies", bucket=bucket.id, versioning_configuration={"status": "Enabled"})
aws.s3.BucketPublicAccessBlock("invocies", bucket=bucket.id, block_public_acls=True, block_public_policy=True)
