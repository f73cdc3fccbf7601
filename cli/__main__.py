"""`python -m cli` is `nusa`."""

from __future__ import annotations

from .main import main

main()
