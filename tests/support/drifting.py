"""Stacks whose objects lie in a file, so that a test can change them behind the program's back; see tests/conformance/drift."""

from __future__ import annotations

import importlib.util
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from engine.events import Event
from engine.result import Options, Result
from tests.support.programs import CONFORMANCE, Stack

DRIFT = CONFORMANCE / "drift"


@cache
def drifting() -> ModuleType:
    """The module of the provider with a cloud in a file."""
    spec = importlib.util.spec_from_file_location("drifting_provider", DRIFT / "provider" / "__main__.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class DriftingStack(Stack):
    """A stack on that provider.

    Args:
        root: where the project is made, and the cloud's file.
        program: its `__main__.py`, or the name of one of the drift cases' programs.
        project: what Pulumi.yaml says beside name and runtime.
    """

    def __init__(self, root: Path, program: str = "base", *, project: Any = None) -> None:
        known = DRIFT / "programs" / f"{program}.py"
        self._cloud = drifting().Cloud(root / "cloud.json")
        super().__init__(
            root,
            known.read_text() if "\n" not in program else program,
            project=project,
            providers=lambda _: drifting().Drifting(root / "cloud.json"),
        )

    def drift(self, name: str, **changes: Any) -> None:
        """Change the object that the resource of this name made, as the provider's text says."""
        self._cloud.change(name, **changes)

    def objects(self) -> dict[str, Any]:
        """The objects by the name of the resource that made them."""
        return {found["urn"].rpartition("::")[2]: found for found in self._cloud.objects().values()}

    def refresh(self, *, preview: bool = False, **options: Any) -> Result:
        return self._heard(lambda listener: self.session().refresh(Options(**options), listener, preview=preview))

    def run(self, command: str, *, preview: bool = False) -> tuple[Result, list[Event]]:
        """Run `up`, `refresh` or `destroy` with `--refresh` and `--run-program`, as on the command line; or preview it."""
        name, *flags = command.split()
        options = Options(refresh="--refresh" in flags, run_program="--run-program" in flags)
        session, heard = self.session(), []
        match name:
            case "refresh":
                result = session.refresh(options, heard.append, preview=preview)
            case "destroy":
                result = session.destroy(options, heard.append, preview=preview)
            case _:
                result = session.preview(options, heard.append) if preview else session.update(options, heard.append)
        return result, heard
