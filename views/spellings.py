"""How a text stands inside others: escaped, quoted, encoded."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterator
from html import escape
from typing import Final
from urllib.parse import quote, quote_plus

_URL_SAFE: Final = str.maketrans("+/", "-_")
_STANDARD: Final = str.maketrans("-_", "+/")


def spellings(text: str) -> set[str]:
    """A text as it is, in JSON, in JSON within JSON, in Python, YAML, HTML and a URL, and in Base64 by itself."""
    raw = text.encode()
    in_json = json.dumps(text)[1:-1]
    in_url = quote(text, safe="")
    return {
        text,
        in_json,
        json.dumps(in_json)[1:-1],
        json.dumps(text, ensure_ascii=False)[1:-1],
        repr(text)[1:-1],
        text.replace("'", "''"),
        escape(text),
        in_url,
        re.sub(r"%[0-9A-F]{2}", lambda found: found[0].lower(), in_url),
        quote_plus(text),
        base64.b64encode(raw).decode(),
        base64.urlsafe_b64encode(raw).decode(),
    }


def cores(text: str) -> Iterator[str]:
    """What Base64 of any longer text has that holds this one, wherever it begins there: the letters that depend on it alone."""
    raw = text.encode()
    for before, skipped in enumerate((0, 2, 3)):
        core = base64.b64encode(bytes(before) + raw)[skipped : 8 * (before + len(raw)) // 6].decode()
        yield from {core, core.translate(_URL_SAFE)}


def decoded(run: str) -> str | None:
    """What a text says as Base64; None where it is none, or of no text."""
    plain = run.rstrip("=").translate(_STANDARD)
    try:
        return base64.b64decode(plain + "=" * (-len(plain) % 4)).decode()
    except ValueError:
        return None
