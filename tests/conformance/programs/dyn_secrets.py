import pulumi
import pulumi_aws as aws
from pulumi import Alias, ResourceOptions as Opts

step = pulumi.Config().require_int("step")

from pulumi.dynamic import CreateResult, DiffResult, Resource, ResourceProvider, UpdateResult
class P(ResourceProvider):
    def create(self, props):
        return CreateResult("x", {**props, "copy": props["secret"], "deep": {"l": [props["secret"], {"n": 1}]}})
    def diff(self, id, olds, news):
        return DiffResult(changes=olds["n"] != news["n"])
    def update(self, id, olds, news):
        return UpdateResult({**news, "copy": news["secret"] + "!", "deep": {}})
class R(Resource):
    copy: pulumi.Output[str]
    deep: pulumi.Output[dict]
    secret: pulumi.Output[str]
    def __init__(self, name, props, opts=None):
        super().__init__(P(), name, {"copy": None, "deep": None, **props}, opts)
r = R("r", {"secret": pulumi.Output.secret("planted"), "n": step, "list": [pulumi.Output.secret("p2"), "open"]}, Opts(additional_secret_outputs=["copy"]))
pulumi.export("copy", r.copy); pulumi.export("secret", r.secret); pulumi.export("deep", r.deep)
