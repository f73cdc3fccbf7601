import pulumi
import pulumi_aws as aws
from pulumi import Alias, ResourceOptions as Opts

step = pulumi.Config().require_int("step")

a = {0: pulumi.StringAsset("one"), 1: pulumi.StringAsset("two"), 2: pulumi.AssetArchive({"f": pulumi.StringAsset("two")})}[step]
pulumi.CustomResource("aws:any/thing:Thing", "n", {"source": a, "list": [pulumi.StringAsset("same")], "m": {"a": pulumi.AssetArchive({"x/y": pulumi.StringAsset(str(step)), "z": pulumi.StringAsset("z")})}})
aws.s3.BucketObjectv2("o", bucket="b", key="k", source=pulumi.StringAsset("text" * 10), content_type=f"t{step}")
pulumi.export("a", a)
