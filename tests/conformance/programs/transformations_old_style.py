import pulumi
import pulumi_aws as aws
from pulumi import Alias, ResourceOptions as Opts

step = pulumi.Config().require_int("step")

def old(args):
    if args.type_ == "aws:ec2/vpc:Vpc":
        return pulumi.ResourceTransformationResult({**args.props, "tags": {"by": f"old-{step}"}}, Opts.merge(args.opts, Opts(retain_on_delete=True)))
pulumi.runtime.register_stack_transformation(old)
class Group(pulumi.ComponentResource):
    def __init__(self, name, opts=None):
        super().__init__("cases:index:Group", name, None, opts)
        aws.ec2.Vpc(name, cidr_block="10.0.0.0/16", opts=Opts(parent=self))
Group("g", Opts(transformations=[lambda a: pulumi.ResourceTransformationResult({**a.props, "cidr_block": "10.7.0.0/16"}, a.opts) if a.type_.startswith("aws:") else None]))
aws.ec2.Vpc("v", cidr_block="10.0.0.0/16")
