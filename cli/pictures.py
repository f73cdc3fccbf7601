"""Pictures as files: what a suffix asks for, and Graphviz, which draws what is no text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Final

from .endings import UsageError, unopened

if TYPE_CHECKING:
    from views.networks import Picture

_PATIENCE: Final = 120.0
"""Seconds that Graphviz may take: it draws the largest environments in less than one."""


class Format(StrEnum):
    """A way to write a picture."""

    MERMAID = "Mermaid text"
    MARKDOWN = "Mermaid text in Markdown"
    DOT = "DOT text"
    JSON = "JSON"
    SVG = "SVG"
    PNG = "PNG"

    @property
    def drawn(self) -> bool:
        """Whether Graphviz makes it."""
        return self in (Format.SVG, Format.PNG)

    def text(self, picture: Picture) -> str:
        """A picture as text; one that Graphviz is to draw as what Graphviz reads."""
        import json
        from dataclasses import asdict

        from views.networks import dot, mermaid

        match self:
            case Format.MERMAID:
                return mermaid(picture)
            case Format.MARKDOWN:
                return f"```mermaid\n{mermaid(picture)}```\n"
            case Format.JSON:
                return f"{json.dumps(asdict(picture), indent=2, ensure_ascii=False)}\n"
        return dot(picture)


SUFFIXES: Final[Mapping[str, Format]] = {
    ".mmd": Format.MERMAID,
    ".md": Format.MARKDOWN,
    ".dot": Format.DOT,
    ".json": Format.JSON,
    ".svg": Format.SVG,
    ".png": Format.PNG,
}


def formats(files: Sequence[Path]) -> dict[Path, Format]:
    """What is to be written to each file, once it is certain that it can be.

    Raises:
        UsageError: a suffix asks for nothing known.
        EngineError: a file cannot be written, or Graphviz is needed and is not there.
    """
    import shutil

    from engine.errors import EngineError

    from .endings import require_writable

    known = ", ".join(SUFFIXES)
    if wrong := [file for file in files if file.suffix.lower() not in SUFFIXES]:
        told = (f"--output {file}: its suffix names no kind of picture, expected one of {known}; fix: rename it" for file in wrong)
        raise UsageError("\n".join(told))
    found = {file: SUFFIXES[file.suffix.lower()] for file in files}
    faults = []
    drawn = [str(file) for file, format_ in found.items() if format_.drawn]
    if drawn and shutil.which("dot") is None:
        faults.append(
            f"{', '.join(drawn)}: drawn by Graphviz, whose command `dot` is not on PATH; fix: install Graphviz "
            "(package graphviz of apt, dnf, brew and others), or write .mmd, .md or .dot"
        )
    for file in found:
        try:
            require_writable(file)
        except EngineError as error:
            faults.append(str(error))
    if faults:
        raise EngineError("\nerror: ".join(faults))
    return found


def write(picture: Picture, files: Mapping[Path, Format]) -> None:
    """Write a picture to files: all of them are drawn before the first is written, and each is written whole or not at all.

    Raises:
        EngineError: Graphviz fails, or a file cannot be written.
    """
    content = {file: _content(picture, format_) for file, format_ in files.items()}
    for file, inside in content.items():
        _replace(file, inside)


def _content(picture: Picture, format_: Format) -> bytes:
    text = format_.text(picture).encode()
    return _drawn(text, format_.name.lower()) if format_.drawn else text


def _drawn(text: bytes, kind: str) -> bytes:
    import subprocess

    from engine.errors import EngineError

    try:
        done = subprocess.run(["dot", f"-T{kind}"], input=text, capture_output=True, timeout=_PATIENCE, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise EngineError(f"Graphviz did not draw the picture: {error}; fix: write .dot and see what `dot` makes of it") from error
    if done.returncode or not done.stdout:
        said = done.stderr.decode(errors="replace").strip() or f"exit code {done.returncode}"
        raise EngineError(f"Graphviz did not draw the picture: {said}; fix: write .dot and see what `dot` makes of it")
    return done.stdout


def _replace(file: Path, content: bytes) -> None:
    """Write beside the file, then put that in its place; a device or a pipe has no place, and is written to."""
    import os

    if file.exists() and not file.is_file():
        file.write_bytes(content)
        return
    beside = file.with_name(f".{file.name}.{os.getpid()}.new")
    try:
        beside.write_bytes(content)
        beside.replace(file)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise unopened(str(file), error) from error
