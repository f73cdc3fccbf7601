import pulumi_aws as aws

KEY = {"billing_mode": "PAY_PER_REQUEST", "hash_key": "id", "attributes": [{"name": "id", "type": "S"}]}

aws.dynamodb.Table("orders", **KEY)
