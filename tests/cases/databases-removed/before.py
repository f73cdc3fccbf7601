import pulumi_aws as aws

SIZE = {"engine": "postgres", "instance_class": "db.r7g.large", "allocated_storage": 100, "username": "app"}

aws.rds.Instance("orders", **SIZE, manage_master_user_password=True, deletion_protection=True)
aws.rds.Instance("search", **SIZE, manage_master_user_password=True, skip_final_snapshot=True)
aws.rds.Instance("stock", **SIZE, manage_master_user_password=True, final_snapshot_identifier="stock-final")
