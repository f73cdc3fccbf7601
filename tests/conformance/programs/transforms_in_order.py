import pulumi
import pulumi_aws as aws
from pulumi import ResourceOptions as Opts

step = pulumi.Config().require_int("step")


def one(args):
    if args.type_ == "aws:ec2/vpc:Vpc":
        return pulumi.ResourceTransformResult({**args.props, "tags": {**(args.props.get("tags") or {}), "one": str(step)}}, args.opts)
def two(args):
    if args.type_ == "aws:ec2/vpc:Vpc":
        args.props["tags"] = {**(args.props.get("tags") or {}), "two": ",".join(sorted(args.props.get("tags") or {}))}
        return pulumi.ResourceTransformResult(args.props, Opts.merge(args.opts, Opts(ignore_changes=["tags.one"], protect=step == 0)))
pulumi.runtime.register_stack_transform(one)
pulumi.runtime.register_stack_transform(two)
def three(args):
    return pulumi.ResourceTransformResult({**args.props, "tags": {**(args.props.get("tags") or {}), "three": args.name}}, args.opts)
aws.ec2.Vpc("v", cidr_block="10.0.0.0/16", tags={"own": "1"}, opts=Opts(transforms=[three]))
aws.ec2.Eip("e")
