import pulumi_alicloud as alicloud

SIZE = {"engine": "MySQL", "engine_version": "8.0", "instance_type": "mysql.n2.medium.1", "instance_storage": 100}
alicloud.rds.Instance("cards", **SIZE, db_instance_storage_type="local_ssd")
alicloud.rds.Instance("orders", **SIZE, db_instance_storage_type="cloud_essd", released_keep_policy="All")
alicloud.rds.Instance("stock", **SIZE, instance_charge_type="Prepaid", period=12)
alicloud.polardb.Cluster(
    "search", db_type="MySQL", db_version="8.0", db_node_class="polar.mysql.x4.large", deletion_lock=1, pay_type="PostPaid"
)
alicloud.kvstore.Instance("carts", instance_class="redis.master.small.default")
alicloud.vpc.Network("batam", vpc_name="batam", cidr_block="10.20.0.0/16")
