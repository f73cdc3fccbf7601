"""A fleet in a stack of its own on one simulated cloud, changed from one run to the next."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import simulator
from engine.result import Result
from tests.support.clouds import Cloud
from tests.support.preloaded import ComponentStack
from tests.support.programs import errors, ops

ROOT = Path(__file__).parents[2]


class FleetSite:
    """The stack, and what its cloud holds.

    Args:
        cloud: where it stands.
        root: an empty folder for the project.
        program: its `__main__.py`, with `{root}`, `{region}` and `{types}` where the project, the cloud's region and its instance
            types belong; it reads the configuration `image`, and `team` for a tag.
    """

    def __init__(self, cloud: Cloud, root: Path, program: str) -> None:
        self._store = root / "clouds.sqlite"
        place = {"region": cloud.region, "root": ROOT, "types": cloud.instances}
        self._stack = ComponentStack(
            root, program.format(**place), providers=lambda package: simulator.servicer(package, store=self._store)
        )
        self._stack.configure(image=cloud.image)

    def run(self, *, refresh: bool = False, **config: Any) -> Result:
        """An update; what is configured once stays."""
        self._stack.configure(**config)
        return self._stack.update(refresh=refresh)

    def update(self, *, refresh: bool = False, **config: Any) -> list[str]:
        """Bring it up; what was touched by that, as `op name`."""
        result = self.run(refresh=refresh, **config)
        assert not errors(result)
        return [each for each in ops(result) if not each.startswith(("same ", "refresh "))]

    def destroy(self) -> None:
        assert not errors(self._stack.destroy())
        assert simulator.Clouds(self._store).list() == ()

    def change(self, name: str, outputs: dict[str, Any]) -> None:
        """What somebody changes beside the program."""
        simulator.Clouds(self._store).change(name, outputs)

    def outputs(self, name: str) -> Any:
        return self._stack.resources()[name].outputs
