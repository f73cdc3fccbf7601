"""The mark of a replacement."""

from __future__ import annotations

from ..context import Context
from ..events import Op
from ..providers.answers import Diff
from ..resource import Resource
from .base import BaseStep


class ReplaceStep(BaseStep):
    """Says that a resource is replaced; the steps around it, which people do not count, do it."""

    op = Op.REPLACE

    def __init__(self, old: Resource, new: Resource, diff: Diff | None = None) -> None:
        super().__init__(old, new, None, diff)

    async def apply(self, context: Context, operation: str) -> None:
        del context, operation
