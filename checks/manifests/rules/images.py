"""Images by digest: what a tag means can be another thing tomorrow, and on each node."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from ...finding import Severity
from ..neighbours import Neighbours
from ..objects import Manifest
from ..pods import pod_of
from ..problem import Problem

_DIGEST: Final = re.compile(r".+@sha256:[0-9a-f]{64}")


def problems(manifest: Manifest, _near: Neighbours) -> Iterator[Problem]:
    """Images that stand without their digest; an API server takes them."""
    if (pod := pod_of(manifest)) is None:
        return
    for path, container in pod.containers():
        image = container.get("image")
        if image is None or image == "":
            yield Problem(path=f"{path}.image", reason="it is missing", fix="give it")
        elif isinstance(image, str) and not _DIGEST.fullmatch(image):
            reason = f"given {image!r}, which may be another image tomorrow"
            yield Problem(path=f"{path}.image", reason=reason, fix="write NAME@sha256:…", severity=Severity.WARNING)
