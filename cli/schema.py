"""`nusa schema`: what an environment's file may hold, for editors and for checks."""

from __future__ import annotations

import json

import typer


def schema() -> None:
    """Print the JSON Schema of an environment."""
    from stacks import environment

    typer.echo(json.dumps(environment.schema(), indent=2, ensure_ascii=False))
