"""`nusa stack split --file` and `join --file`: what `pulumi stack export` printed, into the exports of several stacks and back."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .endings import UsageError, unopened

if TYPE_CHECKING:
    from engine.project import Project
    from stacks.environment import Loaded


def split_export(project: Project, loaded: Loaded, data: Any, name: str) -> dict[str, dict[str, Any]]:
    """The exports of an environment's stacks, and that of its own, which has nothing then; by stack, what joins sites last but one.

    Raises:
        EngineError: it cannot be parted.
    """
    from engine.editing.exports import Export

    from .parting import parted

    export = Export.of(data, name)
    parts = parted(project, loaded, export.resources)
    return {stack: export.having(resources) for stack, resources in {**parts, loaded.name: []}.items()}


def join_exports(project: Project, loaded: Loaded, given: Sequence[tuple[Any, str]]) -> dict[str, Any]:
    """The export of an environment's single stack from those of its stacks, whichever way they stand.

    Raises:
        EngineError: they cannot be put together; or one is of another stack.
    """
    from engine import urn
    from engine.editing.exports import Export
    from engine.errors import EngineError
    from stacks.environment.parts import JOINING, stack_of

    from .parting import together

    exports, held = {}, {}
    for data, name in given:
        export = Export.of(data, name)
        found = {urn.stack_of(each.urn) for each in export.resources}
        if len(found) > 1 or any(not stack.startswith(f"{loaded.name}-") for stack in found):
            raise EngineError(f"{name} is of {', '.join(sorted(found))}, expected one of the stacks of {loaded.name}")
        for stack in found:
            exports[stack], held[stack] = export, export.resources
    if not held:
        raise EngineError("there are no resources to join; fix: give the export of every stack")
    joining = stack_of(loaded.name, JOINING)
    stacks = sorted(held, key=lambda stack: stack == joining)
    return exports[stacks[-1]].having(together(project, loaded, stacks, held)[loaded.name])


def read(path: Path) -> Any:
    """What a file with JSON holds.

    Raises:
        EngineError: it cannot be read.
        UsageError: it is no JSON.
    """
    try:
        return json.loads(path.read_bytes())
    except OSError as error:
        raise unopened(str(path), error) from error
    except ValueError as error:
        raise UsageError(f"{path} is no JSON: {error}; fix: give what `pulumi stack export` printed") from None
