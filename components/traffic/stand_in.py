"""The page that is shown where no origin answers: what it must be, and the one that is shown where nobody wrote another; pure."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from html.parser import HTMLParser

from ..errors import ArgumentFault

MOST_BYTES = 65_536
"""It is sent to everybody at once, on the worst day, and holds whatever it shows."""
PATH = "/_edge/stand-in.html"
"""Where the CDNs keep it: no path of an application."""

_TEXTS = (
    ("en", "We will be back soon", "Something on our side is not working. We know about it and are at it."),
    ("id", "Kami akan segera kembali", "Ada gangguan di pihak kami. Kami sudah mengetahuinya dan sedang menanganinya."),
    ("zh", "我们很快回来", "我们这边出了点问题，正在处理。"),
)
_AGAIN = {
    "en": "This page tries again by itself every {0}.",
    "id": "Halaman ini mencoba lagi sendiri setiap {0}.",
    "zh": "本页面每{0}自动重试一次。",
}
_UNITS = {
    "en": ("second", "seconds", "minute", "minutes"),
    "id": ("detik", "detik", "menit", "menit"),
    "zh": ("秒", "秒", "分钟", "分钟"),
}
_NOW = {"en": "Try again now", "id": "Coba lagi sekarang", "zh": "现在重试"}


def page(host: str, retry: int) -> str:
    """The page of a name: in English, Indonesian and Chinese, without a picture, a script or a font of somewhere else.

    Whoever reads it by ear or in the dark is thought of: one heading for each language, each marked as such, colours of the
    reader's own scheme. It leads back to the name itself, since a CDN may show it under another one.

    Args:
        host: the name that users came by.
        retry: after how many seconds it tries again.
    """
    back = html.escape(f"https://{host}/", quote=True)
    parts = "\n".join(_part(language, title, text, retry, back) for language, title, text in _TEXTS)
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta name="color-scheme" content="light dark">
<meta http-equiv="refresh" content="{retry};url={back}">
<title>{_TEXTS[0][1]}</title>
<style>
body {{ font: 1.125rem/1.6 system-ui, sans-serif; max-width: 36rem; margin: 10vh auto; padding: 0 1.5rem }}
section + section {{ border-top: 1px solid; margin-top: 2rem; padding-top: 1rem }}
</style>
</head>
<body>
<main>
{parts}
</main>
</body>
</html>
"""


def _part(language: str, title: str, text: str, retry: int, back: str) -> str:
    again = _AGAIN[language].format(_spelled(language, retry))
    return (
        f'<section lang="{language}">\n<h1>{title}</h1>\n<p>{text} {again}</p>\n'
        f'<p><a href="{back}">{_NOW[language]}</a></p>\n</section>'
    )


def _spelled(language: str, seconds: int) -> str:
    one_second, some_seconds, one_minute, some_minutes = _UNITS[language]
    amount, one, some = (seconds, one_second, some_seconds) if seconds % 60 else (seconds // 60, one_minute, some_minutes)
    if language == "zh":
        return f"{amount}{some}"
    return one if amount == 1 and language == "en" else f"{amount} {one if amount == 1 else some}"


def page_faults(text: str) -> Iterator[ArgumentFault]:
    """What is wrong with a page of one's own: it is none, too long, or needs what may be lost with the origins."""
    size = len(text.encode())
    if size > MOST_BYTES:
        fix = "leave pictures and scripts out of it"
        yield ArgumentFault("page", f"{size:,} bytes", f"{MOST_BYTES:,} at most, since everybody is sent it at once", fix)
    if not re.match(r"\s*(?:<!--.*?-->\s*)*<!doctype html>", text, re.IGNORECASE | re.DOTALL):
        yield ArgumentFault("page", "no HTML", "a page that begins with <!doctype html>", "write it as a whole page of HTML")
        return
    read = _Reader()
    read.feed(text)
    for name, fix in (("title", "write <title>…</title>"), ("lang", 'write <html lang="id">, say')):
        if name not in read.found:
            yield ArgumentFault("page", f"a page without a {name}", f"a {name}, which screen readers begin with", fix)
    for source in read.sources:
        expected = "a page that holds whatever it shows, since nothing else may answer"
        yield ArgumentFault("page", f'"{source}" from elsewhere', expected, "put it into the page, or leave it out")


class _Reader(HTMLParser):
    """What a page has, and what a browser would fetch for it."""

    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()
        self.sources: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "title":
            self.found.add("title")
        if tag == "html" and given.get("lang"):
            self.found.add("lang")
        fetched = given.get("src") if tag != "link" else given.get("href")
        if fetched and not fetched.startswith("data:"):
            self.sources.append(fetched)
