"""Carry out cases and write what reviewers read of them: `python -m tests.cases [NAME …]`, every case unless some are named.

Read what changes (`git diff tests/cases`) before it is committed: it is what the next one is held to.
"""

from __future__ import annotations

import sys

from .case import cases
from .index import INDEX, page
from .running import NotUpError, Runner


def main(names: list[str]) -> int:
    """Write the texts of some cases, or all, and the index."""
    found = cases()
    if unknown := set(names) - {case.name for case in found}:
        sys.stderr.write(f"error: there is no case {', '.join(sorted(unknown))}\n")
        return 2
    failed = False
    with Runner() as runner:
        for case in found:
            if names and case.name not in names:
                continue
            try:
                told = runner.run(case)
            except NotUpError as error:
                sys.stderr.write(f"error: {error}\n")
                failed = True
                continue
            for what, text in told.items():
                if case.expected(what) != text:
                    (case.folder / what).write_text(text)
                    sys.stdout.write(f"{case.name}/{what}\n")
    INDEX.write_text(page(found))
    return int(failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
