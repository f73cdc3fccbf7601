"""`python -m cli` is `nusa`."""

from __future__ import annotations

from .start import main

main()
