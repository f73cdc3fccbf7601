import pulumi
import pulumi_aws as aws

step = pulumi.Config().require_int("step")


def t(args):
    return pulumi.InvokeTransformResult({**args.args, "extra": f"{args.token}-{step}"}, args.opts)
pulumi.runtime.register_invoke_transform(t)
r = pulumi.runtime.invoke("aws:ec2/getVpc:getVpc", {"id": "vpc-1"})
aws.ec2.Eip("e", tags={"x": r.value["extra"]})
z = aws.ec2.get_vpc_output(id=aws.ec2.Vpc("v", cidr_block="10.0.0.0/16").id)
aws.ec2.Eip("f", tags={"x": z.id})
