"""Commands whose flags may be written as Pulumi's: `--diff=false` too, beside `--diff`."""

from __future__ import annotations

from typing import Any, Final

from typer.core import TyperCommand

_WORDS: Final = {"1": True, "t": True, "true": True, "0": False, "f": False, "false": False}


class Command(TyperCommand):
    """A command that takes `--flag=true` for `--flag`, and `--flag=false` for none; scripts write both."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        flags = {name for parameter in self.params if getattr(parameter, "is_flag", False) for name in parameter.opts}
        end = args.index("--") if "--" in args else len(args)
        return super().parse_args(ctx, [arg for given in args[:end] for arg in _plain(given, flags)] + args[end:])


def _plain(argument: str, flags: set[str]) -> list[str]:
    name, equals, value = argument.partition("=")
    if not equals or name not in flags or value.lower() not in _WORDS:
        return [argument]
    return [name] if _WORDS[value.lower()] else []
