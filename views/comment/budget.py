"""As much of a comment as there is room for: what weighs most comes first, in every section, and nothing is cut in the middle."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from .section import Section, Weight

LIMIT: Final = 65_536
"""How long the text of a comment on GitHub may be ("body is too long (maximum is 65536 characters)", answered with 422)."""
_GAP: Final = "\n\n"


def size(text: str) -> int:
    """How long a text is, as UTF-16 has it: an emoji counts as two, so no way of counting finds more."""
    return len(text) + sum(letter > "\uffff" for letter in text)


def fitted(sections: Sequence[Section], limit: int = LIMIT) -> str:
    """The sections as Markdown, with as many of their items as fit.

    Items come in the order of their weight, and of those that weigh the same in the order of the sections, first as they are, then
    in short; one for which there is no room is counted in its section. What nothing brings back stands there in short at least,
    as long as there is room for anything.

    Args:
        sections: in the order in which they are read.
        limit: how long the text may be.

    Raises:
        ValueError: the limit is too small even for what stands around the items.
    """
    kept: list[dict[int, str]] = [{} for _ in sections]
    room = limit - sum(size(section.around) + size(_GAP) for section in sections)
    weighed = [(item.weight, which, at) for which, section in enumerate(sections) for at, item in enumerate(section.items)]
    if room < 0:
        raise ValueError(f"{limit - room:,} characters must be said, and {limit:,} are allowed")
    for weight, which, at in weighed:
        item = sections[which].items[at]
        text = item.short or item.text
        if weight is Weight.BEYOND_RECALL and _line(text) <= room:
            kept[which][at] = text
            room -= _line(text)
    for _, which, at in sorted(weighed, key=lambda each: (-each[0], each[1], each[2])):
        item, so_far = sections[which].items[at], kept[which].get(at)
        if item.under is not None and item.under not in kept[which]:
            continue
        spent = 0 if so_far is None else _line(so_far)
        for text in (item.text, item.short):
            if text and text != so_far and _line(text) - spent <= room:
                room -= _line(text) - spent
                kept[which][at] = text
                break
    texts = (section.markdown(kept[which]) for which, section in enumerate(sections))
    return _GAP.join(text for text in texts if text)


def _line(text: str) -> int:
    return size(text) + 1
