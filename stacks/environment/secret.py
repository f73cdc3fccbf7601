"""What an environment says of secrets: their names in the clouds' stores, never what they are."""

from __future__ import annotations

from typing import Annotated, Any, Literal, NamedTuple, TypeAlias

from pydantic import Discriminator, Field, Tag

from components.naming import Cloud
from components.secret_names import CURRENT

from .base import Model
from .values import MANY, NONE, ONE, Matches

_NAME = r"[A-Za-z0-9_+=.@!-]{1,512}"
_MEMBER = r"[A-Za-z0-9_-]{1,128}"

SecretName: TypeAlias = Annotated[
    str,
    Matches(
        r"[A-Za-z0-9_/+=.@!-]{1,512}", "the name of a secret: letters, digits and _ / + = . @ ! -", "write its name, not its ARN"
    ),
]
Member: TypeAlias = Annotated[
    str,
    Matches(_MEMBER, "a member of the secret's JSON object: letters, digits, hyphens and underscores", "rename the member"),
]
Label: TypeAlias = Annotated[
    str, Matches(r"[A-Za-z0-9_/+=.@-]{1,64}", "letters, digits and _ / + = . @ -", "write it as the store does")
]
Short: TypeAlias = Annotated[
    str,
    Matches(
        f"{_NAME}(?:/{_MEMBER})?",
        "the name of a secret, or that and a member of it: orders-db/password",
        "write {key: …, property: …} where the name has a slash itself",
    ),
]


class Reference(NamedTuple):
    """A secret in one cloud's store.

    Args:
        key: its name.
        property: the member that is wanted; None for the whole.
        stage: the label of the version.
        version: the version's id instead.
        told: where that is said, below the secret's own place in the file.
    """

    key: str
    property: str | None
    stage: str
    version: str | None
    told: tuple[str, ...]


class Stored(Model):
    """A secret in one cloud's store."""

    key: SecretName = Field(description="its name there")
    property: Member | None = Field(None, description="the member wanted there; by default the one wanted everywhere")
    stage: Label | None = Field(None, description="the label of the version there; by default the one everywhere")
    version: Label | None = Field(None, description="the id of one version there instead")


def _short_or_full(value: Any) -> str:
    """Whether a secret is said by its name alone, or in full."""
    return ONE if isinstance(value, str) else MANY


OnCloud: TypeAlias = Annotated[
    Annotated[Short | Literal["none"], Tag(ONE)] | Annotated[Stored, Tag(MANY)], Discriminator(_short_or_full)
]


class Secret(Model):
    """A secret under one name in each cloud's store or under another in each; the rest holds where a cloud says nothing else."""

    key: SecretName | None = Field(None, description="its name in the store of each cloud that is not told another below")
    property: Member | None = Field(None, description="the member wanted, of a secret that is a JSON object; all of it by default")
    stage: Label = Field(CURRENT, description="the label of the version: current, previous, or one of yours")
    version: Label | None = Field(None, description="the id of one version instead; another one is another release of the pods")
    aws: OnCloud | None = Field(None, description="what it is in Secrets Manager instead, or none where it is only elsewhere")
    alicloud: OnCloud | None = Field(None, description="what it is in KMS instead, or none where it is only elsewhere")
    variable: bool = Field(default=False, description="an environment variable of that name, in place of a file")


Secrets: TypeAlias = Annotated[Annotated[Short, Tag(ONE)] | Annotated[Secret, Tag(MANY)], Discriminator(_short_or_full)]


def reference(told: str | Secret, cloud: Cloud) -> Reference | None:
    """What a secret is in a cloud's store; None where it is not there."""
    if isinstance(told, str):
        return Reference(*_split(told), CURRENT, None, ())
    own: str | Stored | None = getattr(told, cloud)
    if own is None:
        return Reference(told.key, told.property, told.stage, told.version, ()) if told.key else None
    if own == NONE:
        return None
    if isinstance(own, str):
        key, member = _split(own)
        return Reference(key, member or told.property, told.stage, told.version, (cloud,))
    versioned = own.stage is not None or own.version is not None
    stage, version = (own.stage or CURRENT, own.version) if versioned else (told.stage, told.version)
    return Reference(own.key, own.property or told.property, stage, version, (cloud,))


def _split(text: str) -> tuple[str, str | None]:
    """A secret's name and a member of it, as they are said in short."""
    key, _, member = text.partition("/")
    return key, member or None
