"""What the SDKs say of a type."""

from __future__ import annotations

from simulator import generic


def inputs(token: str) -> frozenset[str]:
    """Names on the wire of what the type can be given."""
    return generic.inputs_of(_class(token))


def outputs(token: str) -> frozenset[str]:
    """Names on the wire of all its outputs."""
    return frozenset(generic.hints(_class(token)))


def promised(token: str) -> frozenset[str]:
    """Names of the outputs that are always there, by their types."""
    hints = generic.hints(_class(token)).items()
    return frozenset(name for name, hint in hints if type(None) not in getattr(hint, "__args__", ())) - {"id", "urn"}


def known_type(token: str) -> bool:
    """Whether an SDK has the type."""
    return generic.class_of(token) is not None


def _class(token: str) -> type:
    found = generic.class_of(token)
    assert found is not None, f"no SDK has {token}"
    return found
