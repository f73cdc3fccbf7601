import pulumi
import pulumi_aws as aws
from pulumi import Alias, ResourceOptions as Opts

step = pulumi.Config().require_int("step")

class Site(pulumi.ComponentResource):
    def __init__(self, name, region, opts=None):
        super().__init__("cases:index:Site", name, {"region": region}, opts)
        self.provider = aws.Provider(name, region=region, opts=Opts(parent=self))
        self.vpc = aws.ec2.Vpc(name, cidr_block="10.0.0.0/16", opts=Opts(parent=self, provider=self.provider))
        self.inner = Inner(f"{name}-in", Opts(parent=self, providers={"aws": self.provider}))
        self.register_outputs({"vpc": self.vpc.id, "inner": self.inner.ip.id})
class Inner(pulumi.ComponentResource):
    def __init__(self, name, opts=None):
        super().__init__("cases:index:Inner", name, None, opts)
        self.ip = aws.ec2.Eip(name, opts=Opts(parent=self))
        self.register_outputs({})
Site("a", "r1")
Site("b", f"r{step}") if step < 2 else None
