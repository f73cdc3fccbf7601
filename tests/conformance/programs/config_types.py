import pulumi
import pulumi_aws as aws
from pulumi import Alias, ResourceOptions as Opts

step = pulumi.Config().require_int("step")

c = pulumi.Config()
other = pulumi.Config("aws")
pulumi.export("values", [c.get("text"), c.get_int("number"), c.get_float("number"), c.get_bool("flag"), c.get_object("object"), c.get("object"), c.get("flag"), c.get("none"), c.get("none", "default"), other.require("region")])
pulumi.export("secret", c.get_secret("text"))
pulumi.export("secret object", c.require_secret_object("object"))
pulumi.export("secret int", c.get_secret_int("number"))
pulumi.export("full", pulumi.Config("cases").name)
