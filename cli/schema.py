"""`nusa schema`: what an environment's file, or an account's, may hold, for editors and for checks."""

from __future__ import annotations

import json
from enum import StrEnum
from typing import Annotated

import typer


class Of(StrEnum):
    """What has a file: an environment, or an account of bootstrap/."""

    ENVIRONMENT = "environment"
    ACCOUNT = "account"


def schema(of: Annotated[Of, typer.Argument(help="What has the file.", metavar="[environment|account]")] = Of.ENVIRONMENT) -> None:
    """Print the JSON Schema of an environment, or of an account."""
    if of is Of.ENVIRONMENT:
        from stacks import environment as described
    else:
        from bootstrap import model as described
    typer.echo(json.dumps(described.schema(), indent=2, ensure_ascii=False))
