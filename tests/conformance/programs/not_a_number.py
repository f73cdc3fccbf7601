import pulumi
import pulumi_aws as aws
from pulumi import Alias, ResourceOptions as Opts

step = pulumi.Config().require_int("step")

pulumi.export("nan", float("nan"))
