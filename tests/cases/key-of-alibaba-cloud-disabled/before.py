import pulumi_alicloud as alicloud

orders = alicloud.kms.Key("orders", description="orders", pending_window_in_days=30)
alicloud.kms.Key("cards", description="cards", pending_window_in_days=7)
alicloud.kms.Key("news", description="news")
alicloud.oss.Bucket(
    "invoices", bucket="shop-invoices", server_side_encryption_rule={"sse_algorithm": "KMS", "kms_master_key_id": orders.id}
)
