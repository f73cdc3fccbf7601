import pulumi
import pulumi_aws as aws
from pulumi import Alias, ResourceOptions as Opts

step = pulumi.Config().require_int("step")

aws.ec2.Eip("e", tags={"a.b": str(step), "kubernetes.io/cluster/x": str(step), "sp ace": "1", "q[0]": str(step), 'q"q': str(step)}, opts=Opts(replace_on_changes=["domain"]))
