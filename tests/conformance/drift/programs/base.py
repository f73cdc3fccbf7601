"""Two networks and what hangs on one of them; configuration changes what the program wants."""

import pulumi

config = pulumi.Config()


class Thing(pulumi.CustomResource):
    def __init__(self, type_, name, inputs, opts=None):
        options = pulumi.ResourceOptions.merge(pulumi.ResourceOptions(version="7.51.1"), opts)
        super().__init__(type_, name, {**inputs, "arn": None, "serial": None}, options)


class Site(pulumi.ComponentResource):
    def __init__(self, name, opts=None):
        super().__init__("shop:index:Site", name, {}, opts)


site = Site("site")
vpc = Thing("aws:ec2/vpc:Vpc", "vpc", {"cidrBlock": "10.0.0.0/16", "tags": {"a": "1", "step": config.get("step") or "0"}})
subnet = Thing(
    "aws:ec2/subnet:Subnet",
    "subnet",
    {"vpcId": vpc.id, "cidrBlock": "10.0.1.0/24", "zones": ["a", "b"], "tags": {"arn": vpc.arn}},
    pulumi.ResourceOptions(parent=site),
)
rule = Thing("aws:ec2/rule:Rule", "rule", {"port": 443, "vpc": vpc.id}, pulumi.ResourceOptions(depends_on=[subnet], parent=vpc))
password = Thing("aws:db/password:Password", "password", {"length": 12, "secret": pulumi.Output.secret("s3cret")})
pulumi.export("vpc", vpc.id)
pulumi.export("serial", vpc.serial)
pulumi.export("secret", password.secret)
