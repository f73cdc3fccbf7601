"""The configuration of a pack's policies: from its file, completed with the pack's defaults, validated by the policies' schemas.

Source: pkg/resource/analyzer/config.go.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from ..events import EnforcementLevel
from . import schema

ALL: Final = "all"
"""The name by which a configuration means every policy of a pack."""
LEVEL: Final = "enforcementLevel"


class SettingsError(Exception):
    """The configuration cannot be used as it is written; an argument for each thing that is wrong."""

    def __str__(self) -> str:
        return "; ".join(map(str, self.args))


@dataclass(frozen=True, slots=True)
class Setting:
    """What is configured for one policy; no level where none is said."""

    level: EnforcementLevel | None = None
    properties: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """What a pack says of one of its policies.

    Args:
        name: its name.
        level: what becomes of its violations.
        kind: `resource`, `stack`, or empty for a pack that does not say.
        severity: how grave a violation is; may be empty.
        properties: the schema of each of its settings.
        required: the settings that it needs.
    """

    name: str
    level: EnforcementLevel
    kind: str = ""
    severity: str = ""
    properties: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    required: Sequence[str] = ()


def read(file: Path) -> dict[str, Setting]:
    """The settings of a file, by policy.

    Raises:
        SettingsError: they are not what settings look like; with everything that is wrong.
        OSError: the file cannot be read.
    """
    try:
        text = file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise SettingsError("given bytes that are not UTF-8, expected a JSON object of policies") from None
    return parse(text)


def parse(text: str) -> dict[str, Setting]:
    """The settings that a JSON text gives; none for an empty one. Otherwise as `read`."""
    if not text.strip():
        return {}
    try:
        document = json.loads(text)
    except json.JSONDecodeError as error:
        raise SettingsError(f"line {error.lineno}, column {error.colno}: {error.msg.lower()}") from None
    if not isinstance(document, dict):
        raise SettingsError(f"given {_kind(document)}, expected a JSON object of policies")
    settings, wrong = {}, []
    for name, value in document.items():
        try:
            setting = _setting(name, value)
        except SettingsError as error:
            wrong.append(str(error))
            continue
        if setting.level or setting.properties:
            settings[name] = setting
    if wrong:
        raise SettingsError(*wrong)
    return settings


def _setting(name: str, value: Any) -> Setting:
    if name == "environments":
        raise SettingsError("it specifies ESC environments but the current backend does not support them")
    match value:
        case str():
            return Setting(_level(name, value))
        case {"enforcementLevel": level, **properties}:
            return Setting(_level(name, level), properties)
        case dict():
            return Setting(None, value)
    raise SettingsError(f'parsing "{name}": {json.dumps(value)} is not a valid value; must be a string or object')


def _level(name: str, value: Any) -> EnforcementLevel:
    if not isinstance(value, str):
        given = json.dumps(value)
        raise SettingsError(f'parsing enforcement level for "{name}": {given} is not a valid enforcement level; must be a string')
    try:
        return EnforcementLevel(value)
    except ValueError:
        raise SettingsError(f'parsing enforcement level for "{name}": "{value}" is not a valid enforcement level') from None


def reconciled(policies: Sequence[Policy], initial: Mapping[str, Setting], given: Mapping[str, Setting]) -> dict[str, Setting]:
    """The settings of every policy: its defaults, under what the pack itself configures, under what was given.

    Raises:
        SettingsError: they do not satisfy the policies' schemas; with everything that is wrong.
    """
    settings = {policy.name: Setting(policy.level, _defaults(policy)) for policy in policies}
    for layer in (initial, given):
        _apply(settings, layer)
    wrong = sorted(
        f"{policy.name}: {problem}"
        for policy in policies
        for problem in schema.problems(policy.properties, policy.required, settings[policy.name].properties)
    )
    if wrong:
        raise SettingsError(*wrong)
    return settings


def strangers(policies: Sequence[Policy], given: Mapping[str, Setting]) -> list[str]:
    """What was configured without a level, and is no policy of the pack: there is no level that it could have."""
    known = {policy.name for policy in policies}
    return [name for name, setting in given.items() if name != ALL and name not in known and setting.level is None]


def unused(policies: Sequence[Policy], given: Mapping[str, Setting]) -> list[str]:
    """What was given and means nothing to the pack: names of policies, and `policy.property`."""
    known = {policy.name: policy for policy in policies}
    found = []
    for name, setting in given.items():
        if name == ALL:
            continue
        policy = known.get(name)
        if policy is None:
            found.append(name)
        elif policy.properties:
            found += [f"{name}.{key}" for key in setting.properties if key not in policy.properties]
    return found


def _defaults(policy: Policy) -> dict[str, Any]:
    return {key: entry["default"] for key, entry in policy.properties.items() if "default" in entry}


def _apply(settings: dict[str, Setting], layer: Mapping[str, Setting]) -> None:
    everywhere = layer[ALL].level if ALL in layer else None
    if everywhere is not None:
        settings.update({name: Setting(everywhere, setting.properties) for name, setting in settings.items()})
    for name, setting in layer.items():
        if (known := settings.get(name)) is not None:
            settings[name] = Setting(setting.level or known.level, {**known.properties, **setting.properties})


def _kind(value: Any) -> str:
    return "a list" if isinstance(value, list) else json.dumps(value)
