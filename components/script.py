"""Start scripts with named values in them; pure.

A value stands as `@{name}`: a form that no shell and no cloud-init file uses, so that a script's own `$NAME`, `%{…}` and `{{ … }}`
stay as they are. `@@{` is a plain `@{`.
"""

from __future__ import annotations

import string
from collections.abc import Iterable, Iterator, Mapping

from .errors import ArgumentFault


class Script(string.Template):
    """The standard library's template, with `@{name}` alone for a value."""

    delimiter = "@"
    pattern = r"@(?:(?P<escaped>@(?=\{))|(?P<named>(?!))|\{(?P<braced>[a-z_][a-z0-9_]*)\}|(?P<invalid>(?!)))"  # ty: ignore[invalid-assignment]  the base class compiles it


def fill(script: str, values: Mapping[str, str]) -> str:
    """The script with its values."""
    return Script(script).substitute(values)


def script_faults(script: str, names: Iterable[str]) -> Iterator[ArgumentFault]:
    """Every value that a script asks for and is not given, and every one given that it does not ask for.

    Args:
        script: the script.
        names: the names of the values given.
    """
    asked, given = Script(script).get_identifiers(), tuple(names)
    for name in asked:
        if name not in given:
            fix = "give it, or write @@{ for a plain @{"
            yield ArgumentFault(f"values.{name}", "nothing", f"a value, since the script has @{{{name}}}", fix)
    for name in given:
        if name not in asked:
            fix = f"write @{{{name}}} in it, or remove the value"
            yield ArgumentFault(f"values.{name}", f'"{name}"', "a value that the script asks for", fix)
