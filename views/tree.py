"""The tree of a deployment: a row a resource under its parent, columns aligned.

Source: pkg/backend/display/progress.go, rows.go and tableutil.go.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from . import looks
from .board import Board, Row
from .columns import Columns, columns
from .page import Page

_DOTS: Final = ("", ".", "..", "...")
_GAP: Final = 2
_INFO: Final = 12
_NARROWEST: Final = 12


def tree(board: Board, *, tick: int = 0, width: int | None = None) -> list[Page]:
    """The lines of the tree, the header first; none before anything was heard of.

    Args:
        board: the deployment.
        tick: counts up while work goes on; moves the dots behind what is under way.
        width: the columns of the terminal; long types and names lose their beginnings, so that the plan stays in sight. None for no
            limit.
    """
    if not board.rows:
        return []
    children = _shown_children(board)
    table = [_header(board)]
    dots = [""]
    for row, branch in _walk(children, board.root, ""):
        shown = columns(board, row, folded=True)
        table.append(_with_branch(shown, branch))
        dots.append(_dots(board, row, shown, tick))
    if not any(line.info for line in table[1:]):
        table[0] = replace(table[0], info=Page())
    return _aligned(table, dots, width)


def _header(board: Board) -> Columns:
    def title(text: str) -> Page:
        return Page([(text, looks.COLUMN)])

    type_, name = (title("URN"), title("")) if board.options.urns else (title("Type"), title("Name"))
    return Columns(Page(), type_, name, title("Plan" if board.preview else "Status"), title("Info"))


def _shown_children(board: Board) -> dict[str, list[Row]]:
    """The visible rows by parent: what changes, and whatever stands above it; the root's own row is under ""."""
    by_parent: dict[str, list[Row]] = {"": [board.rows[board.root]]}
    for row in board.rows.values():
        if row.urn != board.root:
            by_parent.setdefault(row.parent if row.parent in board.rows else board.root, []).append(row)

    shown: dict[str, list[Row]] = {"": by_parent[""]}

    def keep(parent: str) -> bool:
        kept = [row for row in by_parent.get(parent, ()) if keep(row.urn) or not row.hidden]
        shown[parent] = kept
        return bool(kept)

    keep(board.root)
    return shown


def _walk(children: dict[str, list[Row]], root: str, indent: str) -> Iterator[tuple[Row, str]]:
    """Every visible row with the branch that leads to it, depth first."""
    yield children[""][0], ""
    stack = [(iter(children.get(root, ())), indent, len(children.get(root, ())))]
    while stack:
        rows, indent, left = stack.pop()
        row = next(rows, None)
        if row is None:
            continue
        stack.append((rows, indent, left - 1))
        last = left == 1
        yield row, f"{indent}{'└─ ' if last else '├─ '}"
        below = children.get(row.urn, ())
        stack.append((iter(below), f"{indent}{'   ' if last else '│  '}", len(below)))


def _with_branch(line: Columns, branch: str) -> Columns:
    return replace(line, type=Page([(branch, ""), *line.type.fragments]))


def _dots(board: Board, row: Row, line: Columns, tick: int) -> str:
    under_way = not board.finished(row) and (line.status or row.urn == board.root)
    return _DOTS[tick % len(_DOTS)] if under_way else ""


def _aligned(table: list[Columns], dots: list[str], width: int | None) -> list[Page]:
    cells = [(line.symbol, line.type, line.name, line.status, line.info) for line in table]
    widths = [max(row[i].width for row in cells) for i in range(4)]
    widths = [width + _GAP if width else 0 for width in widths]
    widths[3] += len(_DOTS[-1])
    if width is not None:
        info = max(row[4].width for row in cells)
        widths[1], widths[2] = _fitted(widths[1], widths[2], width - 1 - widths[0] - widths[3], info)
    lines = []
    for row, moving in zip(cells, dots, strict=True):
        row[3].write(moving)
        page = Page([(" ", "")])
        for i, cell in enumerate(row[:4]):
            shown = _shortened(cell, widths[i] - _GAP) if i in (1, 2) else cell
            page.extend(shown)
            page.write(" " * (widths[i] - shown.width))
        page.extend(row[4])
        seen = width is not None and row[4].width and page.width - row[4].width < width - 1
        lines.append(page if width is None else _cut(page, width - 1) if seen else page.clamped(width - 1))
    return lines


def _cut(line: Page, width: int) -> Page:
    """The line, with a mark where its end is missing."""
    return line if line.width <= width else Page([*line.clamped(width - 1).fragments, ("…", "")])


def _fitted(type_: int, name: int, room: int, info: int) -> tuple[int, int]:
    """How wide the types and the names may be, leaving a little for the info where there is some."""
    room -= min(info, _INFO) if room > 4 * _INFO else 0
    if type_ + name <= room:
        return type_, name
    name = max(min(name, room * 2 // 5), min(name, room - type_), _NARROWEST)
    return max(min(type_, room - name), _NARROWEST), name


def _shortened(cell: Page, width: int) -> Page:
    """The cell without the beginning of its text, which the rows above repeat; the branch before it stays."""
    if cell.width <= width:
        return cell
    *branch, (text, style) = cell.fragments
    room = max(width - sum(len(part) for part, _ in branch) - 1, 1)
    return Page([*branch, (f"…{text[-room:]}", style)]).clamped(width)
