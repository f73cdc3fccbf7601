"""Names as a person reads them: types without the file they repeat, text without control characters.

Source: tokens.Type.DisplayName (sdk/go/common/tokens/tokens.go), escapeURN (pkg/backend/display/display.go) and Go's strconv.Quote.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from engine import urn

_TERMINAL_COMMANDS: Final = re.compile(
    r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[@-Z\\-_])|[\x00-\x08\x0b-\x1f\x7f-\x9f]|<\{%.*?%\}>"
)
_ESCAPES: Final = {
    "\a": "\\a",
    "\b": "\\b",
    "\f": "\\f",
    "\n": "\\n",
    "\r": "\\r",
    "\t": "\\t",
    "\v": "\\v",
    "\\": "\\\\",
    '"': '\\"',
}


def short_type(token: str) -> str:
    """`aws:ec2/vpc:Vpc` as `aws:ec2:Vpc`; a module that does not end in the type's own name stays."""
    package, module, name = (*token.split(":"), "", "")[:3] if token.count(":") == 2 else ("", "", "")
    folder, slash, file = module.rpartition("/")
    if not name or not slash or file != _camel(name):
        return token
    return f"{package}:{folder}:{name}"


def is_default_provider(urn_: str) -> bool:
    """Whether the engine made the provider by itself; such providers are not shown."""
    name = urn.name_of(urn_)
    return urn.type_of(urn_).startswith("pulumi:providers:") and (name == "default" or name.startswith("default_"))


def _camel(name: str) -> str:
    return name[:1].lower() + name[1:]


def _printable(letter: str) -> bool:
    return letter == " " or unicodedata.category(letter)[0] in "LMNPS"


def escape(text: str) -> str:
    """The text with everything that a terminal could take for a command written out, as inside a Go string literal."""
    if text.isascii() and text.isprintable() and '"' not in text and "\\" not in text:
        return text
    return "".join(_escape_letter(letter) for letter in text)


def _escape_letter(letter: str) -> str:
    if (escaped := _ESCAPES.get(letter)) is not None:
        return escaped
    if _printable(letter):
        return letter
    code = ord(letter)
    return f"\\x{code:02x}" if code < 0x80 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def quote(text: str) -> str:
    """The text as a Go string literal."""
    return f'"{escape(text)}"'


def safe(name: str) -> str:
    """A URN or a name for display: control characters are written out, quotes and backslashes stay as they are."""
    if name.isprintable():
        return name
    return "".join(letter if letter in '"\\' else _escape_letter(letter) for letter in name)


def harmless(message: str) -> str:
    """A message without colours (Pulumi's own too), cursor moves and other commands to the terminal; line breaks and tabs stay."""
    return _TERMINAL_COMMANDS.sub("", message)
