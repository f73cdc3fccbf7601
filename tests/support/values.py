"""Hypothesis strategies for property values."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from engine.signatures import SIGNATURE, UNKNOWN_SENTINELS
from engine.values import UNKNOWN, Archive, Asset, Output, ResourceReference, Secret
from engine.wire import number

TEXT = st.text(st.characters(codec="utf-8"), max_size=20)
KEYS = TEXT.filter(lambda key: key != SIGNATURE)
NUMBERS = st.one_of(
    st.integers(-(2**53), 2**53), st.floats(allow_nan=False, allow_infinity=False).map(number).filter(lambda n: abs(n) < 2**53)
)
PLAIN = st.one_of(st.none(), st.booleans(), NUMBERS, TEXT.filter(lambda text: text not in UNKNOWN_SENTINELS), st.just(UNKNOWN))
ASSETS = st.one_of(
    st.builds(lambda text: Asset(text=text), TEXT),
    st.builds(lambda path: Asset(hash="ab", path=path), TEXT.filter(bool)),
    st.builds(lambda uri: Archive(uri=uri), TEXT.filter(bool)),
)
ARCHIVES = st.builds(lambda members: Archive(assets=members), st.dictionaries(TEXT, ASSETS, max_size=3))
REFERENCES = st.builds(
    ResourceReference, TEXT.filter(bool), st.one_of(st.none(), st.just(UNKNOWN), TEXT.filter(bool)), st.sampled_from(["", "1.2.3"])
)
BYTES = st.binary(max_size=8).filter(lambda content: not _is_text(content))


def _is_text(content: bytes) -> bool:
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    return True


def values(*, outputs: bool):
    """Any property value; those with outputs only travel on the wire."""
    leaves = st.one_of(PLAIN, ASSETS, ARCHIVES, REFERENCES, BYTES)

    def around(inner):
        kinds: list[st.SearchStrategy[Any]] = [
            st.lists(inner, max_size=4),
            st.dictionaries(KEYS, inner, max_size=4),
            st.builds(Secret, inner),
        ]
        if outputs:
            kinds.append(st.builds(Output, inner, st.booleans(), st.lists(TEXT, max_size=2).map(tuple)))
        return st.one_of(kinds)

    return st.recursive(leaves, around, max_leaves=12)


def properties(*, outputs: bool):
    return st.dictionaries(KEYS, values(outputs=outputs), max_size=5)
