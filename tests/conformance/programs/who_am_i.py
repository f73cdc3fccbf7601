import pulumi
import pulumi_aws as aws
from pulumi import Alias, ResourceOptions as Opts

step = pulumi.Config().require_int("step")

pulumi.export("project", pulumi.get_project())
pulumi.export("stack", pulumi.get_stack())
pulumi.export("organization", pulumi.get_organization())
pulumi.export("dry", pulumi.runtime.is_dry_run())
aws.ec2.Eip("e", tags={"p": f"{pulumi.get_organization()}/{pulumi.get_project()}/{pulumi.get_stack()}", "n": str(step), "d": str(pulumi.runtime.is_dry_run())})
