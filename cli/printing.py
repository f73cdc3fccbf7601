"""What commands about stacks print alike: JSON, and outputs."""

from __future__ import annotations

import os
import sys
from typing import Any

import typer

from engine.go_json import document, line
from views.table import table

from .endings import unopened
from .options import Colors, Common
from .terminal import Output, terminal


def output_of(context: typer.Context, color: Colors | None = None) -> Output:
    """Standard output, coloured as it was asked for."""
    return terminal((context.find_object(Common) or Common()).colors(color)).out


def print_json(value: Any) -> None:
    sys.stdout.write(f"{document(value, '  ')}\n")


def print_outputs(out: Output, values: dict[str, Any]) -> None:
    """Print a stack's outputs as a table."""
    out.print(f"Current stack outputs ({len(values)}):")
    if values:
        out.write(table(("OUTPUT", "VALUE"), [(key, shown(value)) for key, value in values.items()], prefix="    "))
    else:
        out.print("    No output values currently in this stack")


def shown(value: Any) -> str:
    """A text as it is, everything else as JSON on one line."""
    return value if isinstance(value, str) else line(value)


def write_private(text: str, file: str | None) -> None:
    """Write what may hold secrets in clear, so that nobody else can read it.

    Args:
        text: what.
        file: where; standard output without.

    Raises:
        EngineError: the file cannot be written.
    """
    if file is None:
        sys.stdout.write(text)
        return
    try:
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as written:
            written.write(text)
    except OSError as error:
        raise unopened(file, error) from error
