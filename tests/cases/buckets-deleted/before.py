import pulumi_aws as aws

invoices = aws.s3.Bucket("invoices")
aws.s3.BucketVersioning("invoices", bucket=invoices.id, versioning_configuration={"status": "Enabled"})
aws.s3.Bucket("uploads")
aws.s3.Bucket("thumbnails", force_destroy=True)
aws.s3.Bucket("assets")
