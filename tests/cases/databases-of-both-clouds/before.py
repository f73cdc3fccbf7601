import pulumi_alicloud as alicloud
import pulumi_aws as aws

aws.rds.Instance(
    "jakarta-orders",
    engine="postgres",
    instance_class="db.r6g.large",
    allocated_storage=100,
    username="app",
    manage_master_user_password=True,
    final_snapshot_identifier="orders-final",
)
SIZE = {"engine": "PostgreSQL", "engine_version": "16.0", "instance_type": "pg.n2.2c.2m", "instance_storage": 100}
alicloud.rds.Instance("batam-orders", **SIZE, released_keep_policy="Lastest")
alicloud.rds.Instance("batam-search", **SIZE, released_keep_policy="None")
alicloud.oss.Bucket("batam-uploads", bucket="shop-uploads", force_destroy=True)
alicloud.vpc.Network("batam", vpc_name="batam", cidr_block="10.20.0.0/16")
aws.ec2.Vpc("jakarta", cidr_block="10.16.0.0/16")
