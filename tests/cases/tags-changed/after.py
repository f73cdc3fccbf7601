import pulumi
import pulumi_aws as aws

OWNER = "storefront"

tagged = pulumi.ResourceOptions(
    provider=aws.Provider("tagging", region="ap-southeast-3", default_tags={"tags": {"owner": OWNER, "environment": "production"}})
)
vpc = aws.ec2.Vpc("shop", cidr_block="10.16.0.0/16", opts=tagged)
for index in range(12):
    aws.ec2.Subnet(
        f"private-{index:02}", vpc_id=vpc.id, cidr_block=f"10.16.{index * 16}.0/20", tags={"tier": "private"}, opts=tagged
    )
for name in ("assets", "invoices", "uploads"):
    aws.s3.Bucket(name, opts=tagged)
