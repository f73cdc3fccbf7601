"""Rule `no-survivor`: what is left after a loss is asked for more than its maximum serves, by where public names lead then.

What a loss comes to is computed as a drill does, from the records, checks and weights that the plan would leave.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ..drill.findings import of_losses
from ..finding import Finding
from ..rule import Rule
from ..subject import Subject

NAME: Final = "no-survivor"


def _found(subject: Subject) -> Iterator[Finding]:
    return of_losses(subject, NAME)


RULE = Rule(
    name=NAME,
    tells="what is left after a loss is asked for more than its maximum serves, by where public names lead then",
    finds=_found,
)
