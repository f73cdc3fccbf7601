"""A plan as a comment on a pull request: GitHub-flavoured Markdown, what matters most on top, never too long."""

from __future__ import annotations

from .budget import LIMIT
from .document import comment, marker

__all__ = ["LIMIT", "comment", "marker"]
