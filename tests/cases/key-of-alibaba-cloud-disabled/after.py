import pulumi_alicloud as alicloud

orders = alicloud.kms.Key("orders", description="orders", pending_window_in_days=30, status="Disabled")
alicloud.oss.Bucket(
    "invoices", bucket="shop-invoices", server_side_encryption_rule={"sse_algorithm": "KMS", "kms_master_key_id": orders.id}
)
