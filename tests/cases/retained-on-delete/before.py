import pulumi
import pulumi_aws as aws

aws.s3.Bucket("archive", force_destroy=True, opts=pulumi.ResourceOptions(retain_on_delete=True))
aws.s3.Bucket("assets")
