"""Secrets planted in a program wherever one can stand, and what finds them in any text, also escaped and encoded."""

from __future__ import annotations

import base64
import html
import re
from typing import Final
from urllib.parse import unquote

CONFIGURED: Final = "planted-config-'pw\"7f3a"
"""The secret of the configuration; the program also uses it in clear, as programs do by mistake."""
PLANTED: Final = {
    "of the configuration": CONFIGURED,
    "marked by additionalSecretOutputs, after a message has told it": "planted-late-8c1f",
    "of a component's inputs": "planted-component-44aa",
    "of a component's outputs": "planted-component-output-91",
    "of a provider": "planted-provider-key-5d",
    "before alone": "planted-old-only-1b",
    "after alone": "planted-new-only-2c",
    "in clear before": "planted-in-clear-before-3d",
    "a number": "48151623",
    "in a list": "planted-item-in-list-66",
    "in a document": "planted-in-policy-55",
    "an output of the stack": "planted-stack-output-99",
    "looks random": "tR7#kq2!",
    **{f"line {index} of a key": f"planted-pem-line-{index}" for index in range(3)},
}

PROGRAM: Final = """
import base64, json, pulumi
import pulumi_aws as aws
from urllib.parse import quote

config = pulumi.Config()
step, secret = config.require_int("step"), pulumi.Output.secret
password, clear = config.require_secret("password"), config.require("password")
lines = [base64.b64encode(f"planted-pem-line-{index}-0123456789abcdef".encode()).decode() for index in range(3)]
key = "\\n".join(["-----BEGIN PRIVATE KEY-----", *lines, "-----END PRIVATE KEY-----", ""])
encoded = lambda text: base64.b64encode(text.encode()).decode()

pulumi.log.info("told before it is marked: planted-late-8c1f")
pulumi.log.warn(f"told in clear: {clear}, encoded: {encoded(clear)}")
print(f"printed: {json.dumps({'password': clear})}")

class App(pulumi.ComponentResource):
    def __init__(self, name):
        super().__init__("shop:index:App", name, {"token": secret("planted-component-44aa"), "clear": "planted-component-44aa"})
        self.register_outputs({"key": secret("planted-component-output-91"), "clear": "planted-component-output-91"})

App("app")
aws.Provider("other", region="ap-southeast-1", access_key="AKIA", secret_key=secret("planted-provider-key-5d"))
aws.sqs.Queue("queue", tags={
    "url": f"postgres://app:{quote(clear, safe='')}@db/orders",
    "basic": f"Basic {encoded('admin:' + clear)}",
    "shifted": f"Basic {encoded('a' + clear + ' and more')}",
    "json": json.dumps({"env": [{"name": "PASSWORD", "value": clear}]}),
    "nested": json.dumps({"inner": json.dumps({"password": clear})}),
    "docker": encoded(json.dumps({"auth": encoded("admin:" + clear)})),
    "yaml": "env:\\n- name: PASSWORD\\n  value: '" + clear.replace("'", "''") + "'\\n",
    clear: "as a key",
    "before": secret("planted-old-only-1b") if step == 1 else "open",
    "after": "open" if step == 1 else secret("planted-new-only-2c"),
    "later": "planted-in-clear-before-3d" if step == 1 else secret("planted-in-clear-before-3d"),
    "number": secret(48151623),
    "digits": "48151623",
    "random": secret("tR7#kq2!"),
    "of random": "psql -W tR7#kq2!",
    "key": secret(key),
    "line": lines[1],
    "step": str(step),
})
aws.cloudwatch.LogGroup("logs", tags={"late": "planted-late-8c1f", "step": str(step)},
    opts=pulumi.ResourceOptions(additional_secret_outputs=["tags"]))
aws.ssm.Parameter("odd", type=clear, value="planted-parameter", description=f"step {step}")
aws.iam.Policy("policy", policy=secret(json.dumps(
    {"Statement": [{"Effect": "Allow", "Action": f"s3:{step}*", "Resource": "arn:aws:s3:::planted-in-policy-55"}]})))
for name in ("gone", "stays")[step - 1:]:
    aws.dynamodb.Table(name, attributes=[dict(name="id", type="S")], hash_key="id", billing_mode="PAY_PER_REQUEST",
        tags={"item": "planted-item-in-list-66", "step": str(step)})
pulumi.export("items", secret(["planted-item-in-list-66"]))
pulumi.export("clear", clear)
pulumi.export("connection", secret("planted-stack-output-99"))
pulumi.export("connection in clear", "psql planted-stack-output-99")
if config.get_bool("raises"):
    raise ValueError(f"cannot connect with {clear}")
"""
"""Its configuration is `step`, 1 or 2, `password`, and whether it `raises` at its end."""

_ENCODED: Final = re.compile(r"[A-Za-z0-9+/_-]{8,}")


def found_in(text: str) -> set[str]:
    """What of the planted secrets stands in a text, in whatever spelling."""
    texts = _decoded(text)
    return {where for where, secret in PLANTED.items() if any(secret in each for each in texts)}


def _decoded(text: str) -> set[str]:
    texts = {text}
    for _ in range(3):
        texts |= {each for known in texts for each in _unescaped(known)}
    inner = {each for known in texts for each in _out_of_base64(known)}
    return texts | inner | {each for known in inner for each in _out_of_base64(known)}


def _unescaped(text: str) -> tuple[str, ...]:
    unquoted = text.replace('\\"', '"').replace("\\'", "'").replace("\\\\", "\\")
    return unquote(text), html.unescape(text), unquoted, text.replace("''", "'")


def _out_of_base64(text: str) -> set[str]:
    """What Base64 may stand for in a text, wherever it begins."""
    found = set()
    for run in _ENCODED.findall(text):
        plain = run.replace("-", "+").replace("_", "/")
        for start in range(4):
            part = plain[start : len(plain) - ((len(plain) - start) % 4 == 1)]
            found.add(base64.b64decode(part + "=" * (-len(part) % 4)).decode("latin-1"))
    return found
