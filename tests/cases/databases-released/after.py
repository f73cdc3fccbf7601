import pulumi_alicloud as alicloud

alicloud.vpc.Network("batam", vpc_name="batam", cidr_block="10.20.0.0/16")
