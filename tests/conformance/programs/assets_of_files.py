import pulumi
import pulumi_aws as aws

step = pulumi.Config().require_int("step")


import pathlib
pathlib.Path("data.txt").write_text("one" if step < 2 else "two")
pathlib.Path("dir/sub").mkdir(parents=True, exist_ok=True)
pathlib.Path("dir/x").write_text("x" if step < 2 else "y"); pathlib.Path("dir/sub/y").write_text("y")
aws.s3.BucketObject("a", bucket="b", source=pulumi.FileAsset("data.txt" if step == 0 else "./data.txt"))
aws.lambda_.Function("f", role="r", code=pulumi.FileArchive("dir"))
aws.lambda_.Function("g", role="r", code=pulumi.AssetArchive({"lib": pulumi.FileArchive("./dir"), "one": pulumi.FileAsset("data.txt")}))
