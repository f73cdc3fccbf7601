import base64

import pulumi
import pulumi_aws as aws

password = pulumi.Config().require_secret("password")
secret = aws.secretsmanager.Secret("orders-db")
aws.secretsmanager.SecretVersion("orders-db", secret_id=secret.id, secret_string=password)
aws.ssm.Parameter("orders-db", type="String", value=password.apply(lambda text: f"postgres://app:{text}@db.shop.example/orders"))
aws.ec2.LaunchTemplate(
    "worker",
    image_id="ami-0a1b2c3d4e5f67890",
    user_data=password.apply(lambda text: base64.b64encode(f"#!/bin/sh\nexport DB_PASSWORD={text}\n".encode()).decode()),
)
aws.route53.Zone("told", name="told.shop.example", comment=pulumi.Config().require("told"))
