"""`nusa preview`, `nusa up`, `nusa refresh` and `nusa destroy`: what may be asked of them. What they do stands in `flow`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from functools import cache
from inspect import Parameter, Signature
from pathlib import Path
from typing import Annotated, Any, Final, get_origin, get_type_hints

import typer

from .command import Command
from .options import MOOT, Color, Colors, Common, Cwd
from .request import WITHOUT, Kind, Request
from .where import Where

_COMMANDS: Final = (
    (Kind.PREVIEW, ("preview", "pre"), "Show what an update would change, and change nothing."),
    (Kind.UPDATE, ("up", "update"), "Create or update a stack's resources, after a question."),
    (Kind.REFRESH, ("refresh",), "Bring the state to what the clouds hold, after a question."),
    (Kind.DESTROY, ("destroy", "down", "dn"), "Delete every resource of a stack, after a question."),
)
"""What each does, its name and Pulumi's other names for it, and its help."""
_COMMENT: Final = (
    "Write a plan as a comment for a pull request.\n\nIn Markdown, what matters most on top; it takes a preview's options."
)
_TEXTUAL: Final = frozenset(
    {"message", "diff", "json", "review", "import_file", "show_config", "show_sames", "show_reads", "show_replacement_steps"}
    | {"show_secrets", "show_full_output", "show_policy_remediations", "urns", "suppress_outputs", "expect_no_changes"}
)
"""The options of a preview that say how its text looks."""


def register(app: typer.Typer) -> None:
    """Give the commands their names, and the other names that Pulumi has for them."""
    for kind, names, told in _COMMANDS:
        for name in names:
            app.command(name, cls=Command, help=told, hidden=name != names[0])(command(kind, _follow))
    app.command("comment", cls=Command, help=_COMMENT)(command(Kind.PREVIEW, _comment, without=_TEXTUAL, beside=Where))


def _follow(request: Request) -> int:
    from .flow import follow

    return follow(request)


def _comment(request: Request, **told: Any) -> int:
    from .comment import comment

    return comment(request, Where(**told))


def command(
    kind: Kind, then: Callable[..., int], *, without: frozenset[str] = frozenset(), beside: type[Where] | None = None
) -> Callable[..., None]:
    """The function behind a command: its parameters are the options that a request of the kind has.

    Args:
        kind: what is to be done.
        then: does it, given the request and what it is told beside, and says with which code to exit.
        without: the options that this command has not.
        beside: a class of which each field is an option that no request has.
    """
    further = _options(beside) if beside is not None else {}

    def run(context: typer.Context, *, cwd: Path | None, color: Colors | None, **asked: Any) -> None:
        told = {name: asked.pop(name) for name in further}
        options = {name: value for name, value in asked.items() if name not in MOOT}
        common = context.find_object(Common) or Common()
        options["non_interactive"] = options["non_interactive"] or common.non_interactive
        request = Request(
            kind=kind, directory=common.directory(cwd), colors=common.colors(color), flags=_given(context, **asked), **options
        )
        raise typer.Exit(then(request, **told))

    vars(run)["__signature__"] = _signature(kind, without, list(further.values()))
    return run


def _given(context: typer.Context, **asked: Any) -> dict[str, str]:
    """The options that stand on the command line, by their names there; not what they were set to."""
    return {
        name.replace("_", "-"): str(value).lower() if isinstance(value, bool) else "set"
        for name, value in asked.items()
        if getattr(context.get_parameter_source(name), "name", "") == "COMMANDLINE"
    }


def _signature(kind: Kind, without: frozenset[str], further: list[Parameter]) -> Signature:
    left_out = WITHOUT.get(kind, frozenset()) | without
    options = [option for name, option in _options(Request).items() if name not in left_out]
    context = Parameter("context", Parameter.POSITIONAL_OR_KEYWORD, annotation=typer.Context)
    moot = [_parameter(name, type_, default=False) for name, type_ in MOOT.items()]
    return Signature([context, _parameter("cwd", Cwd, None), *further, *options, _parameter("color", Color, None), *moot])


@cache
def _options(of: type[Request | Where]) -> dict[str, Parameter]:
    """The fields of a class that are options, as parameters."""
    types = get_type_hints(of, include_extras=True)
    options = {field.name: field.default for field in fields(of) if get_origin(types[field.name]) is Annotated}
    return {name: _parameter(name, types[name], default) for name, default in options.items()}


def _parameter(name: str, type_: Any, default: Any) -> Parameter:
    return Parameter(name, Parameter.KEYWORD_ONLY, annotation=type_, default=default)
