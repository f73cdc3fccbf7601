import pulumi
import pulumi_aws as aws

aws.s3.Bucket("legacy", bucket="shop-legacy", opts=pulumi.ResourceOptions(import_="shop-legacy"))
