"""What `nusa comment` is told beside the options of a preview."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Final

import typer

Plan = Annotated[
    Path | None,
    typer.Option(
        "--plan",
        help="A plan that `pulumi preview --json` or `nusa preview --json` printed, engine events too; - for standard input.",
        metavar="FILE",
        show_default=False,
    ),
]
AsJson = Annotated[bool, typer.Option("--json", "-j", help="Print what the comment tells as JSON.")]
Post = Annotated[
    bool, typer.Option("--post", help="Post it on the pull request, or bring the comment there up to date; GITHUB_TOKEN lets it.")
]
Repository = Annotated[
    str | None, typer.Option("--repo", help="The repository.", metavar="OWNER/NAME", envvar="GITHUB_REPOSITORY", show_default=False)
]
Pull = Annotated[
    int | None,
    typer.Option(
        "--pull", min=1, help="The pull request's number; GITHUB_REF says it in its own jobs.", metavar="N", show_default=False
    ),
]
Author = Annotated[
    str, typer.Option("--author", help="Whose comment is brought up to date: who the token belongs to.", metavar="LOGIN")
]
DEFAULT_AUTHOR: Final = "github-actions[bot]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """What is read, and where the comment goes; each field is an option on the command line."""

    plan: Plan = None
    as_json: AsJson = False
    post: Post = False
    repo: Repository = None
    pull: Pull = None
    author: Author = DEFAULT_AUTHOR
