"""What a deployment is not about: an object that stays as it is, and one that is not made."""

from __future__ import annotations

import dataclasses

from ..context import Context
from ..events import Op
from ..resource import Resource
from .base import BaseStep, Registration


class UntargetedStep(BaseStep):
    """A resource of the prior state goes over into the new one as it was, whatever the program says of it.

    Its provider is not asked, nor configured where it is a provider itself: whoever needs that one has it loaded.
    """

    op = Op.SAME

    def __init__(self, old: Resource, registration: Registration | None = None) -> None:
        super().__init__(old, dataclasses.replace(old), registration)

    async def apply(self, context: Context, operation: str) -> None:
        del context, operation


class SkippedCreateStep(BaseStep):
    """A resource that is not there yet and is not to be made now: the program gets unknowns, and the state nothing."""

    op = Op.SAME
    recorded = False

    def __init__(self, new: Resource, registration: Registration) -> None:
        super().__init__(dataclasses.replace(new), new, registration)

    async def apply(self, context: Context, operation: str) -> None:
        del context, operation

    def complete(self) -> None:
        if self.registration is not None and self.new is not None:
            self.registration.answer(self.new, unknown=True)
