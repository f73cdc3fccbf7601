import pulumi
import pulumi_aws as aws
from pulumi import ResourceOptions as Opts



import asyncio
async def t(args):
    await asyncio.sleep(0.01)
    tags = args.props.get("tags")
    return pulumi.ResourceTransformResult({**args.props, "tags": {"name": args.name, "had": pulumi.Output.from_input(tags).apply(lambda x: str(sorted(x or {})))}}, args.opts)
v = aws.ec2.Vpc("v", cidr_block="10.0.0.0/16")
aws.ec2.Eip("e", tags={"arn": v.arn, "secret": pulumi.Output.secret("hush")}, opts=Opts(transforms=[t]))
