"""Styled text: what every view of text writes and whoever prints it turns into colours, or leaves plain."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions
    from rich.segment import Segment


class Page:
    """Fragments of text with a rich style each; a rich console prints a page as it is, with no wrapping."""

    __slots__ = ("fragments",)

    def __init__(self, fragments: Iterable[tuple[str, str]] = ()) -> None:
        self.fragments = list(fragments)

    def write(self, text: str, style: str = "") -> None:
        self.fragments.append((text, style))

    def line(self, text: str = "", style: str = "") -> None:
        self.fragments.append((f"{text}\n", style))

    def extend(self, page: Page) -> None:
        self.fragments.extend(page.fragments)

    @property
    def plain(self) -> str:
        """The text alone."""
        return "".join(text for text, _ in self.fragments)

    @property
    def width(self) -> int:
        """How many columns of a terminal the text takes, for a page of one line."""
        from rich.cells import cell_len

        return sum(cell_len(text) for text, _ in self.fragments)

    def clamped(self, width: int) -> Page:
        """The page cut to `width` columns, for a page of one line."""
        from rich.cells import cell_len, set_cell_size

        kept = Page()
        for text, style in self.fragments:
            size = cell_len(text)
            if size > width:
                kept.write(set_cell_size(text, width), style)
                break
            kept.write(text, style)
            width -= size
        return kept

    def __bool__(self) -> bool:
        return any(text for text, _ in self.fragments)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[Segment]:
        from rich.segment import Segment
        from rich.style import Style

        for text, style in self.fragments:
            yield Segment(text, Style.parse(style) if style else None)
