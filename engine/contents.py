"""The bytes behind a path or a URI; what goes wrong is told in the words of Go, in which Pulumi tells it.

Source: sdk/go/common/resource/asset/asset.go (readURI), sdk/go/common/util/httputil/http.go.
"""

from __future__ import annotations

import errno
import io
import os
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote, urlsplit

_SECONDS: Final = 60.0
_REFUSED: Final = {errno.ECONNREFUSED: "connection refused", errno.ENETUNREACH: "network is unreachable"}


def of_file(path: Path) -> Any:
    """The file, open for reading.

    Raises:
        ValueError: it cannot be opened.
    """
    try:
        return path.open("rb")
    except OSError as error:
        raise ValueError(f"open {path}: {os.strerror(error.errno or 0).lower()}") from error


def of_uri(uri: str) -> Any:
    """What a URI leads to, open for reading; like Pulumi, whatever a server answers counts as the contents.

    Raises:
        ValueError: the scheme is none of file, http and https, or nothing can be read there.
    """
    parts = urlsplit(uri)
    if parts.scheme == "file":
        if parts.netloc not in ("", "localhost"):
            raise ValueError(f"file:// host '{parts.netloc}' not supported (only localhost)")
        return of_file(Path(unquote(parts.path)))
    if parts.scheme not in ("http", "https"):
        raise ValueError(f"Unrecognized or unsupported URI scheme: {parts.scheme}")
    from urllib.error import HTTPError  # seldom needed, and slow to load
    from urllib.request import urlopen

    try:
        with urlopen(uri, timeout=_SECONDS) as answer:  # noqa: S310  its scheme is http or https
            return io.BytesIO(answer.read())
    except HTTPError as error:
        return io.BytesIO(error.read())
    except OSError as error:
        raise ValueError(f'Get "{uri}": {_unreachable(error, parts.hostname or "", parts.port)}') from error


def _unreachable(error: OSError, host: str, port: int | None) -> str:
    reason = getattr(error, "reason", error)
    number = getattr(reason, "errno", None)
    if number in _REFUSED:
        return f"dial tcp {host}{f':{port}' if port else ''}: connect: {_REFUSED[number]}"
    return str(reason)
