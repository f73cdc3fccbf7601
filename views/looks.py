"""How each operation looks and what it is called: symbol, colour and words.

Source: pkg/resource/deploy/step.go (symbols, colours, past tense) and pkg/backend/display/progress.go (the words of each phase).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from engine.events import Op

HEADLINE: Final = "bold color(13)"
COLUMN: Final = "underline color(12)"
RESOURCE: Final = "color(12)"
ERROR: Final = "color(1)"
WARNING: Final = "color(3)"
INFO: Final = "color(5)"
FAINT: Final = "color(8)"
GOOD: Final = "color(2)"
PROMPT: Final = "bold color(6)"


@dataclass(frozen=True, slots=True)
class Look:
    """How one operation is shown.

    Args:
        symbol: two characters, so that what follows lines up.
        style: a rich style; empty for the terminal's own colour.
        planned: the word in a preview.
        stage: the word in a preview's log, where the parts of a replacement stand apart.
        doing: the word while it happens.
        done: the word once it happened.
        counted: the word in the summary of an update.
    """

    symbol: str
    style: str
    planned: str
    stage: str
    doing: str
    done: str
    counted: str

    @property
    def failed(self) -> str:
        return f"{self.doing.split()[0]} failed" if self.doing else "failed"


_GREEN, _RED, _YELLOW, _MAGENTA, _CYAN = "color(2)", "color(1)", "color(3)", "color(13)", "color(14)"

LOOKS: Final[dict[Op, Look]] = {
    Op.SAME: Look("  ", "", "", "", "", "", "samed"),
    Op.CREATE: Look("+ ", _GREEN, "create", "create", "creating", "created", "created"),
    Op.UPDATE: Look("~ ", _YELLOW, "update", "update", "updating", "updated", "updated"),
    Op.DELETE: Look("- ", _RED, "delete", "delete", "deleting", "deleted", "deleted"),
    Op.REPLACE: Look("+-", _MAGENTA, "replace", "replace", "replacing", "replaced", "replaced"),
    Op.CREATE_REPLACEMENT: Look(
        "++", "color(10)", "replace", "create replacement", "creating replacement", "created replacement", "create-replacementd"
    ),
    Op.DELETE_REPLACED: Look("--", "color(9)", "replace", "delete original", "deleting original", "deleted original", "deleted"),
    Op.READ: Look("> ", _CYAN, "read", "read", "reading", "read", "read"),
    Op.READ_REPLACEMENT: Look(
        ">>", _MAGENTA, "replace", "read for replacement", "reading for replacement", "read for replacement", "read-replacementd"
    ),
    Op.READ_DISCARD: Look("< ", _RED, "discard", "discard", "discarding", "discarded", "discarded"),
    Op.DISCARD_REPLACED: Look("<<", _RED, "replace", "discard original", "discarding original", "discarded original", "discarded"),
    Op.REFRESH: Look("~ ", _YELLOW, "refresh", "refreshing", "refreshing", "refresh", "refreshed"),
    Op.IMPORT: Look("= ", _GREEN, "import", "import", "importing", "imported", "imported"),
    Op.IMPORT_REPLACEMENT: Look(
        "=>", _MAGENTA, "import", "import replacement", "importing replacement", "imported replacement", "imported"
    ),
    Op.REMOVE_PENDING_REPLACE: Look("~ ", "", "", "", "", "", "removed"),
}

SUMMARY_ORDER: Final = (
    Op.CREATE,
    Op.UPDATE,
    Op.DELETE,
    Op.REPLACE,
    Op.CREATE_REPLACEMENT,
    Op.DELETE_REPLACED,
    Op.REFRESH,
    Op.DISCARD_REPLACED,
    Op.REMOVE_PENDING_REPLACE,
    Op.IMPORT,
    Op.IMPORT_REPLACEMENT,
)
"""The operations that a summary counts, in its order; reads change nothing and are left out."""

REPLACEMENT_STAGES: Final = frozenset({Op.CREATE_REPLACEMENT, Op.DELETE_REPLACED, Op.DISCARD_REPLACED})
"""The parts of a replacement that a person sees as one `replace`."""

REPLACEMENTS: Final = REPLACEMENT_STAGES | {Op.REPLACE, Op.READ_REPLACEMENT, Op.REMOVE_PENDING_REPLACE, Op.IMPORT_REPLACEMENT}


def symbol(op: Op) -> str:
    return LOOKS[op].symbol


def style(op: Op) -> str:
    return LOOKS[op].style
