import pulumi
import pulumi_aws as aws

KEPT = pulumi.ResourceOptions(protect=True)
KEY = {"billing_mode": "PAY_PER_REQUEST", "hash_key": "id", "attributes": [{"name": "id", "type": "S"}]}

aws.dynamodb.Table("baskets", **KEY, opts=KEPT)
aws.dynamodb.Table("orders", **KEY, opts=KEPT)
