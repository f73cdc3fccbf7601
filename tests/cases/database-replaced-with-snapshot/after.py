import pulumi_aws as aws

aws.rds.Instance(
    "orders",
    engine="postgres",
    engine_version="16.4",
    instance_class="db.r7g.large",
    allocated_storage=100,
    db_name="orders",
    username="app",
    manage_master_user_password=True,
    storage_encrypted=True,
    kms_key_id="arn:aws:kms:ap-southeast-3:222233334444:key/0a1b2c3d-0000-4000-8000-000000000002",
    final_snapshot_identifier="shop-orders-final",
)
