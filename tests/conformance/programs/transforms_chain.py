import pulumi
import pulumi_aws as aws
from pulumi import Alias, ResourceOptions as Opts

step = pulumi.Config().require_int("step")

class Group(pulumi.ComponentResource):
    def __init__(self, name, opts=None):
        super().__init__("cases:index:Group", name, {"label": "x"}, opts)
        self.vpc = aws.ec2.Vpc(name, cidr_block="10.0.0.0/16", opts=Opts(parent=self, transforms=[own]))
        self.register_outputs({"v": self.vpc.id})
def own(args):
    return pulumi.ResourceTransformResult({**args.props, "tags": {**(args.props.get("tags") or {}), "own": str(step)}}, args.opts)
def outer(args):
    if not args.custom:
        return pulumi.ResourceTransformResult({**args.props, "label": "outer"}, args.opts)
    return pulumi.ResourceTransformResult({**args.props, "tags": {**(args.props.get("tags") or {}), "outer": args.name}}, Opts.merge(args.opts, Opts(ignore_changes=["cidrBlock"])))
pulumi.runtime.register_resource_transform(lambda a: pulumi.ResourceTransformResult({**a.props, "tags": {**(a.props.get("tags") or {}), "stack": a.type_}} if a.custom else a.props, a.opts))
Group("g", Opts(transforms=[outer]))
