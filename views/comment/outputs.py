"""What the stack would export otherwise, which other stacks and people may read, as a section of a comment."""

from __future__ import annotations

from checks.review.model import Review

from ..differences import exports
from ..telling import Teller
from .details import line_text
from .escape import fence, literal
from .section import Item, Section, Weight


def outputs(review: Review, teller: Teller) -> Section | None:
    """The outputs that differ, folded."""
    lines = exports(review.plan)
    if not lines:
        return None
    items = [Item(literal(line_text(line, teller)), Weight.CHANGE) for line in lines]
    marks = fence(item.text for item in items)
    count = len({line.place[0] for line in lines})
    return Section(
        head=f"<details><summary>Outputs of the stack: {count:,} to change</summary>\n\n{marks}diff\n",
        items=items,
        foot=f"{marks}\n</details>",
        more=lambda number: f"# … and {number:,} lines more\n",
    )
