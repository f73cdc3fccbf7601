import pulumi_aws as aws

vpc = aws.ec2.Vpc("shop", cidr_block="10.16.0.0/16")
aws.ec2.Subnet("private", vpc_id=vpc.id, cidr_block="10.16.0.0/20")
aws.dynamodb.Table("orders", attributes=[{"name": "id", "type": "S"}], hash_key="id", billing_mode="PAY_PER_REQUEST")
