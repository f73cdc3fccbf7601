"""Rule `one-dns`: a public name is answered by the DNS of one cloud alone, whose loss is to be lived through.

What a loss comes to is computed as a drill does, from the records, checks and weights that the plan would leave.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ..drill.findings import of_losses
from ..finding import Finding
from ..rule import Rule
from ..subject import Subject

NAME: Final = "one-dns"


def _found(subject: Subject) -> Iterator[Finding]:
    return of_losses(subject, NAME)


RULE = Rule(
    name=NAME, tells="a public name is answered by the DNS of one cloud alone, whose loss is to be lived through", finds=_found
)
