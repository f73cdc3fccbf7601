"""The history of a stack, for people and for programs.

Source: pkg/cmd/pulumi/stack/stack_history.go.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from typing import Any, Final

from engine.go_json import in_order, text_of
from engine.history import Update, UpdateResult

from . import looks
from .names import harmless
from .page import Page
from .table import ago

UNREADABLE: Final = "ERROR_UNABLE_TO_DECRYPT"
_COUNTED: Final = (("create", "+", "black on green"), ("delete", "-", "black on red"), ("update", "~", "black on yellow"))

Decrypt = Callable[[str], str]


def told(updates: Iterable[Update], now: datetime, *, full_dates: bool) -> Page:
    """The updates, the newest first, each with its circumstances.

    Args:
        updates: in the order in which they are shown.
        now: what ages are counted from; its time zone is that of full dates.
        full_dates: show when something was, and not how long ago.
    """
    page = Page()
    for update in updates:
        good = update.result is UpdateResult.SUCCEEDED
        page.line("Version: 0")
        page.line(f"UpdateKind: {update.kind}")
        page.line(f"Status: {update.result}", "green" if good else "red")
        page.line(f"Message: {harmless(update.message)}")
        for op, sign, style in (*_COUNTED, ("same", " ", "black on blue")):
            page.write(sign, style)
            page.write(str(update.changes.get(op, 0)), "")
        start = datetime.fromtimestamp(update.start, now.tzinfo)
        when = f"{start:%Y-%m-%d %H:%M:%S %z %Z}" if full_dates else ago(start, now)
        page.line(f" Updated {when} took {_duration(update.end - update.start)}")
        for key, value in sorted(update.environment.items()):
            if value.strip():
                page.line(f"    {harmless(key)}: {harmless(value)}", looks.WARNING if key == "git.head" else "")
        page.line("")
    return page


def listed(updates: Iterable[Update], decrypt: Decrypt | None) -> list[dict[str, Any]]:
    """The updates as JSON.

    Args:
        updates: in the order in which they are listed.
        decrypt: gives a secret's text, or raises `ValueError`; None leaves secrets out.
    """
    return [
        {
            "version": 0,
            "kind": str(update.kind),
            "startTime": _moment(update.start),
            "message": update.message,
            "environment": in_order(dict(update.environment)),
            "config": {key: _setting(value, decrypt) for key, value in sorted(update.config.items())},
            "result": str(update.result),
            "endTime": _moment(update.end),
            "resourceChanges": in_order(dict(update.changes)),
        }
        for update in updates
    ]


def _setting(value: Any, decrypt: Decrypt | None) -> dict[str, Any]:
    secret = _holds_secret(value)
    if secret and decrypt is None:
        return {"secret": True}
    try:
        plain = _opened(value, decrypt) if decrypt is not None else value
    except ValueError:
        return {"value": UNREADABLE, "secret": True}
    entry: dict[str, Any] = {"value": text_of(plain)}
    if isinstance(plain, dict | list):
        entry["objectValue"] = in_order(plain)
    return {**entry, "secret": secret}


def _ciphertext(value: Any) -> str | None:
    if isinstance(value, Mapping) and len(value) == 1 and isinstance(value.get("secure"), str):
        return value["secure"]
    return None


def _holds_secret(value: Any) -> bool:
    match value:
        case dict():
            return _ciphertext(value) is not None or any(map(_holds_secret, value.values()))
        case list():
            return any(map(_holds_secret, value))
    return False


def _opened(value: Any, decrypt: Decrypt) -> Any:
    if (ciphertext := _ciphertext(value)) is not None:
        return decrypt(ciphertext)
    match value:
        case dict():
            return {key: _opened(inner, decrypt) for key, inner in value.items()}
        case list():
            return [_opened(inner, decrypt) for inner in value]
    return value


def _moment(seconds: int) -> str:
    return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%dT%H:%M:%S}.000Z"


def _duration(seconds: int) -> str:
    """Whole seconds as Go prints a duration."""
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours}h{minutes}m{seconds}s"
    return f"{minutes}m{seconds}s" if minutes else f"{seconds}s"
