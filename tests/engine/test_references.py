"""Stack references: to stacks of the same project, and of others that keep their states in the same place."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

import engine
from engine.errors import EngineError
from engine.references import parsed
from engine.result import Options
from tests.support.programs import PASSPHRASE, Stack, errors

EXPORTS = """
import pulumi
pulumi.export("port", 80)
pulumi.export("token", pulumi.Output.secret("hidden"))
"""


def referring(name: str) -> str:
    return f"""
import asyncio, pulumi
other = pulumi.StackReference("{name}")
pulumi.export("port", other.require_output("port"))
pulumi.export("token", other.get_output("token"))
pulumi.export("none", other.get_output("nothing"))

async def look():
    port, token = await other.get_output_details("port"), await other.get_output_details("token")
    assert (port.value, port.secret_value, token.value, token.secret_value) == (80, None, None, "hidden")
asyncio.ensure_future(look())
"""


class Projects:
    """Projects beside each other, with a stack `dev` each."""

    def __init__(self, root: Path, environment: dict[str, str]) -> None:
        self.root, self.environment = root, {**PASSPHRASE, **environment}

    def run(self, project: str, program: str, stack: str = "dev"):
        root = self.root / project
        root.mkdir(exist_ok=True)
        (root / "Pulumi.yaml").write_text(yaml.safe_dump({"name": project, "runtime": "python"}))
        (root / f"Pulumi.{stack}.yaml").write_text("config: {}\n")
        (root / "__main__.py").write_text(program)
        session = engine.open_session(root, stack, providers=lambda _: None, environment=self.environment)
        planned = session.preview(Options())
        return planned if planned.exit_code else session.update(Options())


@pytest.mark.parametrize("name", ["dev", "organization/dev", "organization/shop/dev"])
def test_a_stack_of_the_same_project(tmp_path: Path, name: str) -> None:
    projects = Projects(tmp_path, {})
    projects.run("shop", EXPORTS)
    result = projects.run("shop", referring(name), stack="next")
    assert (result.exit_code, errors(result)) == (0, [])
    assert (result.outputs["port"], repr(result.outputs["token"])) == (80, "Secret([secret])")


def test_a_stack_of_another_project_in_a_shared_place(tmp_path: Path) -> None:
    projects = Projects(tmp_path, {"NUSANTARA_BACKEND": str(tmp_path / "shared")})
    projects.run("network", EXPORTS)
    result = projects.run("shop", referring("organization/network/dev"))
    assert (result.exit_code, result.outputs["port"]) == (0, 80)
    assert not (tmp_path / "shop" / ".nusa").exists()
    assert sorted(path.parent.name for path in (tmp_path / "shared" / "stacks").rglob("dev.json")) == ["network", "shop"]


def test_a_stack_that_is_not_there(tmp_path: Path) -> None:
    result = Projects(tmp_path, {}).run("shop", referring("organization/shop/nope"))
    assert errors(result) == ['Preview failed: unknown stack "organization/shop/nope"', "preview failed"]


def test_a_stack_that_was_never_brought_up_exports_nothing(tmp_path: Path) -> None:
    projects = Projects(tmp_path, {})
    (tmp_path / "shop").mkdir()
    (tmp_path / "shop" / "Pulumi.nope.yaml").write_text("config: {}\n")
    program = 'import pulumi\npulumi.export("all", pulumi.StackReference("organization/shop/nope").outputs)\n'
    result = projects.run("shop", program)
    assert (result.exit_code, result.outputs["all"]) == (0, {})


def test_another_project_that_keeps_its_states_elsewhere(tmp_path: Path) -> None:
    projects = Projects(tmp_path, {})
    projects.run("network", EXPORTS)
    result = projects.run("shop", referring("organization/network/dev"))
    assert errors(result)[0] == (
        'Preview failed: unknown stack "organization/network/dev"; fix: let both projects keep their stacks in one directory, '
        "which NUSANTARA_BACKEND names"
    )


def test_a_destroyed_stack_exports_nothing(tmp_path: Path) -> None:
    made = Stack(tmp_path, EXPORTS)
    made.update()
    made.destroy()
    projects = Projects(tmp_path, {})
    result = projects.run(
        "cases", 'import pulumi\npulumi.export("p", pulumi.StackReference("dev").get_output("port"))', stack="next"
    )
    assert (result.exit_code, result.outputs.get("p")) == (0, None)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("", "stack name must not be empty"),
        ("shop/dev", "organization name must be 'organization'"),
        ("acme/shop/dev", "organization name must be 'organization'"),
        ("a/b/c/d", "a stack name may not be empty"),
        ("organization/../dev", "project names may only contain alphanumerics, hyphens, underscores, and periods"),
    ],
)
def test_a_name_that_no_stack_can_have(name: str, message: str) -> None:
    with pytest.raises(EngineError, match=f"^{message}$"):
        parsed(name, "shop")
