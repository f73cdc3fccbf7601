"""An import from the request to the exit code: preview, question, import, and the code that declares what was imported.

Source: pkg/cmd/pulumi/operations/import.go.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Final

import typer

from engine import Result, Session
from engine.errors import EngineError
from engine.events import Listener
from engine.imports import file as files
from engine.imports.file import ImportFile
from engine.imports.request import Import
from engine.imports.shapes import shapes_of
from engine.project import Project
from engine.providers.registry import is_provider_type
from views.code.program import NoClassError, program

from .endings import require_writable
from .flow import Deployment, opened, options_of
from .importing import Asked
from .meant import require_one
from .request import Request
from .stacks import chosen
from .terminal import Terminal, terminal

_PLACES: Final = ("type", "name", "id")
_COPY: Final = (
    "Please copy the following code into your Pulumi application. Not doing so\n"
    "will cause Pulumi to report that an update will happen on the next update command.\n\n"
)
_PROTECTED: Final = (
    "Please note that the imported resources are marked as protected. To destroy them\n"
    "you will need to remove the `protect` option and run `pulumi update` *before*\n"
    "the destroy will take effect.\n\n"
)


class _Importing(Deployment):
    """One import at work."""

    def __init__(self, request: Request, here: Terminal, session: Session, imports: Sequence[Import]) -> None:
        super().__init__(request, here, session, options_of(request, session.project))
        self._imports = imports

    def work(self, listen: Listener, *, preview: bool) -> Result:
        return self.session.import_resources(self._imports, self.options, listen, preview=preview)


def _file(context: typer.Context, asked: Asked) -> ImportFile:
    """What is to be imported, from the file or the command line."""
    given = asked.resource
    if asked.file is not None:
        if given or asked.parent or asked.provider or asked.properties:
            typer.echo(context.get_help())
            raise EngineError("an inline resource may not be specified in conjunction with an import file")
        return files.read(asked.file)
    if len(given) != len(_PLACES):
        typer.echo(context.get_help())
        if len(given) > len(_PLACES):
            raise EngineError("only expected at most three arguments")
        *first, last = _PLACES[len(given) :]
        missing = f"{', '.join(first)}{',' * (len(first) > 1)} and {last}" if first else last
        raise EngineError(f"an inline resource must be specified if no converter or import file is used, missing {missing}")
    return files.inline(*given, properties=asked.properties, parent=asked.parent, provider=asked.provider)


def follow(context: typer.Context, request: Request, asked: Asked) -> int:
    """Import, and tell the code.

    Returns:
        The exit code.
    """
    file = _file(context, asked)
    if asked.out is not None and not asked.generate_code:
        typer.echo("Output file will not be used as --generate-code is false.", err=True)
    elif asked.out is not None:
        require_writable(asked.out, telling="could not open output file: ")
    here = terminal(request.colors, interactive=not request.non_interactive)
    project = Project.load(request.directory)
    require_one(project, chosen(project, request.stack))
    session = opened(request, here)
    imports, names = session.resolve_imports(file, protect=asked.protect)

    deployment = _Importing(request, here, session, imports)
    code = deployment.run()
    if not asked.generate_code:
        return code
    wanted = [item.urn_in(session.stack, session.project.name) for item in imports]
    text = _code(session, wanted, names, protect=asked.protect)
    if asked.out is not None:
        asked.out.write_text(text)
    elif text and not request.json:
        typer.echo(f"{_COPY}{_PROTECTED if asked.protect else ''}{text}", nl=False)
    return code


def _code(session: Session, wanted: Sequence[str], names: dict[str, str], *, protect: bool) -> str:
    """The code that declares what was imported; empty where nothing was."""
    state = {resource.urn: resource for resource in session.snapshot().resources if not resource.delete}
    found = [state[urn] for urn in wanted if urn in state]
    if not found:
        return ""
    declared = [item if is_provider_type(item.type) else dataclasses.replace(item, protect=protect) for item in found]
    shapes = shapes_of((item.type for item in declared if item.custom or item.provider), session.project.interpreter)
    try:
        return program(declared, names, shapes)
    except NoClassError as error:
        raise EngineError(
            f"no code can be generated: the program's SDKs have no class for {error}; "
            "fix: install the SDK, or declare what was imported by hand"
        ) from error
