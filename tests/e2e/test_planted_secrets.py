"""A planted set of secrets stands in no output of a preview, an update or a review, in any format."""

from __future__ import annotations

import base64
import json
import textwrap
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.chaos.stack import PASSWORD, Stack

MADE = "made/up by=the program"
"""A secret that no configuration knows: the program marks it alone."""
PROGRAM = f"""
    import base64, json
    from urllib.parse import quote
    import pulumi
    from pulumi import Output

    config = pulumi.Config()
    step, password, made = config.require_int("step"), config.require("password"), "{MADE}"

    class Made(pulumi.CustomResource):
        def __init__(self, type_, name, props, outputs=("arn",)):
            super().__init__(type_, name, {{**props, **dict.fromkeys(outputs)}})

    def shapes(text):
        return {{
            "plain": text,
            "longer": f"postgres://app:{{text}}@db:5432/shop",
            "encoded": base64.b64encode(text.encode()).decode(),
            "quoted": f"https://example.test/?key={{quote(text, safe='')}}",
            "document": json.dumps({{"user": "app", "password": text}}),
            "step": str(step),
        }}

    Made("aws:ec2/vpc:Vpc", "marked", {{"cidrBlock": "10.0.0.0/16", "tags": {{"it": Output.secret(made), "step": str(step)}}}})
    Made("aws:ec2/vpc:Vpc", "clear", {{"cidrBlock": "10.1.0.0/16", "tags": shapes(password)}})
    Made("aws:ec2/vpc:Vpc", "replaced", {{"cidrBlock": f"10.{{step + 2}}.0.0/16", "tags": shapes(password)}})
    if step == 0:
        Made("aws:ec2/vpc:Vpc", "goes", {{"cidrBlock": "10.9.0.0/16", "tags": shapes(password)}})
    Made("aws:ec2/vpc:Vpc", "later", {{"cidrBlock": "10.8.0.0/16", "tags": shapes(made)}})
    pulumi.export("clear", shapes(password))
    pulumi.log.info(f"it is {{quote(password, safe='')}}")
"""
PREVIEWS = (
    ("preview",),
    ("preview", "--diff"),
    ("preview", "--show-sames", "--diff", "--show-full-output"),
    ("preview", "--json"),
    ("preview", "--review", "--at", "2026-12-01T00:00Z"),
    ("preview", "--review", "--json"),
    ("comment",),
    ("comment", "--json"),
    ("up", "--yes", "--diff"),
)


def forms(secret: str) -> set[str]:
    return {secret, base64.b64encode(secret.encode()).decode(), quote(secret, safe=""), json.dumps(secret)[1:-1]}


@pytest.fixture
def stack(tmp_path: Path) -> Stack:
    stack = Stack(tmp_path / "stack")
    (stack.root / "__main__.py").write_text(textwrap.dedent(PROGRAM))
    return stack


def test_no_output_in_any_format_holds_a_planted_secret(stack):
    said = {}
    for command in (("up", "--yes", "--json"), *PREVIEWS):
        done = stack.run(*command)
        assert done.returncode == 0, done.stdout
        stack.configure(1)
        said[" ".join(command)] = done.stdout
    found = {(name, form) for name, text in said.items() for form in forms(PASSWORD) | forms(MADE) if form in text}
    assert found == set()
    assert "postgres://app:[secret]@db:5432/shop" in said["preview --diff"]
    assert '"cidrBlock"' in said["comment --json"]
    assert stack.run("preview", "--diff", "--show-secrets", "--show-sames").stdout.count(PASSWORD) > 0, "asked for"
