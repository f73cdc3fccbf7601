"""Commands whose options may be written as Pulumi's: `--diff=false` beside `--diff`, `--refresh` beside `--refresh=false`."""

from __future__ import annotations

from typing import Any, Final

from typer.core import TyperCommand

_WORDS: Final = {"1": True, "t": True, "true": True, "0": False, "f": False, "false": False}
_ALONE: Final = {name: f"--{name.replace('_', '-')}=true" for name in ("refresh", "protect", "generate_code")}
"""Options with a value that may stand without it, and what they mean then."""


class Command(TyperCommand):
    """A command that takes `--flag=true` for `--flag`, and `--flag=false` for none; scripts write both. Some stand alone."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        flags = {name for parameter in self.params if getattr(parameter, "is_flag", False) for name in parameter.opts}
        alone = {opt: _ALONE[parameter.name] for parameter in self.params if parameter.name in _ALONE for opt in parameter.opts}
        end = args.index("--") if "--" in args else len(args)
        plain = [alone.get(arg, arg) for given in args[:end] for arg in _plain(given, flags)]
        return super().parse_args(ctx, plain + args[end:])


def _plain(argument: str, flags: set[str]) -> list[str]:
    name, equals, value = argument.partition("=")
    if not equals or name not in flags or value.lower() not in _WORDS:
        return [argument]
    return [name] if _WORDS[value.lower()] else []
