import pulumi_aws as aws

aws.ebs.Volume("journal", availability_zone="ap-southeast-3a", size=100, final_snapshot=True)
aws.ebs.Volume("cache", availability_zone="ap-southeast-3a", size=100)
aws.efs.FileSystem("media", encrypted=True)
KEY = {"billing_mode": "PAY_PER_REQUEST", "hash_key": "id", "attributes": [{"name": "id", "type": "S"}]}
aws.dynamodb.Table("baskets", **KEY, point_in_time_recovery={"enabled": True})
aws.dynamodb.Table("sessions", **KEY)
aws.dynamodb.Table("payments", **KEY, deletion_protection_enabled=True)
