"""What each workload and job runs: stacks/releases/<environment>.yaml, one image by digest a line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from faults import nearest

from .problems import Cursor, Problem, listed

_IMAGE = re.compile(r"[a-z0-9][\w.:/-]*@sha256:[0-9a-f]{64}")


def problems(releases: Mapping[str, object], environment: Cursor) -> Iterator[Problem]:
    """What is wrong inside the releases: an image without a digest, a release that nothing runs."""
    known = [name for name, _ in _run(environment)]
    for name, image in Cursor((), dict(releases)).items():
        if name not in known:
            near = nearest(name, known)
            yield image.problem(
                "a release of no workload or job",
                listed(known) if known else "no release",
                f"write {near}" if near else "remove it",
            )
        elif image.text is None or not _IMAGE.fullmatch(image.text):
            tagged = image.text is not None and "@" not in image.text
            expected = "an image by digest, repository@sha256:<64 hexadecimal digits>"
            yield image.refused(
                expected, "take the digest that the tag has now; a tag may move" if tagged else "copy it from the registry"
            )


def missing(releases: Mapping[str, object], environment: Cursor, file: str) -> Iterator[Problem]:
    """Every workload and job of the environment that has no release."""
    for name, workload in _run(environment):
        if name not in releases:
            yield workload.problem("no release", f"its image by digest in {file}", f"add {name}: repository@sha256:… there")


def _run(environment: Cursor) -> Iterator[tuple[str, Cursor]]:
    yield from environment["workloads"].items()
    yield from environment["jobs"].items()
