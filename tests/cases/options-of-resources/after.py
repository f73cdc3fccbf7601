import pulumi
import pulumi_aws as aws

aws.ec2.Vpc("shop", cidr_block="10.16.0.0/16", tags={"release": "5"}, opts=pulumi.ResourceOptions(replace_on_changes=["tags"]))
aws.sqs.Queue(
    "orders", name="orders", visibility_timeout_seconds=50, opts=pulumi.ResourceOptions(ignore_changes=["visibilityTimeoutSeconds"])
)
aws.ec2.LaunchTemplate("worker", instance_type="m7g.large", tags={"release": "5"})
aws.ec2.Eip(
    "out", domain="vpc", tags={"release": "5"}, opts=pulumi.ResourceOptions(replace_on_changes=["*"], delete_before_replace=True)
)
