"""What a rule's function is given: the inputs, the place, the cloud's other objects, and randomness that repeats.

A function sees plain values. What it reads is noted, so that its result is secret where an input it read is secret, and unknown
where an input it needed is unknown; no rule has to think of either.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, KeysView, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from . import paths
from .values import UNKNOWN, Properties, Secret, holds_secret, holds_unknown, plain

if TYPE_CHECKING:
    from .rules import Place, Rule
    from .transaction import Stored, Transaction

T = TypeVar("T")


class UnresolvedError(Exception):
    """A function needed an input whose value only an update can tell."""


class RefusedError(Exception):
    """The cloud refuses an operation or a look-up; the text is its message, `Code: sentence`."""


class UnreadyError(Exception):
    """The object exists as it was asked for, and did not become ready.

    Args:
        id: its id.
        outputs: its outputs.
        reasons: what its cloud says of it, the first of them on the whole.
    """

    def __init__(self, id: str, outputs: Properties, reasons: Sequence[str]) -> None:  # noqa: A002 - the field's own word
        self.id, self.outputs, self.reasons = id, outputs, tuple(reasons)
        super().__init__("; ".join(self.reasons))


@dataclass(frozen=True, slots=True)
class Object:
    """An object that the cloud holds."""

    type: str
    id: str
    outputs: Mapping[str, Any]
    number: int
    """Of its row."""


class Call:
    """One operation on one resource, as its rule's functions see it; `call["name"]` is an input.

    Args:
        rule: the resource type's rule (None for a look-up).
        urn: of the resource; empty for a look-up.
        inputs: as the program gave them, secrets and unknowns included.
        place: the account and region the object lives in.
        config: the provider's configuration, plain.
        id: the object's id; empty while there is none.
        old: the outputs before an update.
        seed: what the random values follow from: the operation before there is an id, the object after.
        cloud: the open transaction on the store, where the operation may look at the cloud.
        ignored: the paths whose change the program leaves to the cloud.
        lenient: whether an unknown input reads as one not given (in Check) instead of making the result unknown.
    """

    def __init__(
        self,
        rule: Rule | None,
        urn: str,
        inputs: Properties,
        place: Place,
        *,
        config: Mapping[str, Any] | None = None,
        id: str = "",  # noqa: A002 - the field's own word
        old: Properties | None = None,
        seed: str = "",
        cloud: Transaction | None = None,
        ignored: tuple[str, ...] = (),
        lenient: bool = False,
    ) -> None:
        self.rule, self.urn, self.place, self.config, self.old = rule, urn, place, config or {}, plain(old or {})
        self.account, self.region = place.account, place.region
        self.type = rule.type if rule else ""
        self.name = urn.rsplit("::", 1)[-1]
        self.raw, self.cloud, self.lenient = inputs, cloud, lenient
        self.ignored = ignored
        self.seed, self.stream, self.drawn = seed, "", 0
        self._id = id
        self._tainted = False

    # What the resource is given

    def __getitem__(self, key: str) -> Any:
        if key not in self.raw:
            raise RefusedError(f"Missing required property '{key}'")
        return self._read(self.raw[key])

    def __iter__(self) -> Iterator[str]:
        return iter(self.raw)

    def keys(self) -> KeysView[str]:
        """The names of the inputs, so that `dict(call)` is all of them."""
        return self.raw.keys()

    def get(self, path: str, default: Any = None) -> Any:
        """The input at a path, or `default` where none is given; for a path with `[*]`, the list of them."""
        steps = paths.parse(path)
        found = [self._read(value) for _, value in paths.values(self.raw, steps)]
        if paths.EVERY in steps:
            return [value for value in found if value is not None]
        if found and found[0] is not None:
            return found[0]
        return self.rule.defaults.get(path, default) if self.rule and default is None else default

    def given(self, path: str) -> bool:
        """Whether the program gave this input, be its value known or not."""
        return any(value is not None for _, value in paths.values(self.raw, paths.parse(path)))

    def _read(self, value: Any) -> Any:
        self._tainted = self._tainted or holds_secret(value)
        if holds_unknown(value):
            if self.lenient:
                return None
            raise UnresolvedError
        return plain(value)

    @property
    def id(self) -> str:
        if not self._id:
            raise UnresolvedError
        return self._id

    @property
    def _key(self) -> str:
        """What the cloud holds the object as, if it holds it."""
        return self.rule.key(self._id, self.raw) if self.rule else self._id

    def evaluate(self, stream: str, function: Callable[[Call], T]) -> Any:
        """What a function gives, unknown or secret as the inputs it read were."""
        self.stream, self.drawn, self._tainted = stream, 0, False
        try:
            value = function(self)
        except UnresolvedError:
            value = UNKNOWN
        return Secret(value) if self._tainted and value is not None else value

    # Randomness that repeats

    def hex(self, length: int, stream: str = "") -> str:
        """Random lower-case hexadecimal digits; those of a named stream are the same for every output that asks for them."""
        text, block = "", 0
        while len(text) < length:
            self.drawn += 1
            block += 1
            place = f"{stream}\0{block}" if stream else f"{self.stream}\0{self.drawn}"
            text += hashlib.sha256(f"{self.seed}\0{place}".encode()).hexdigest()
        return text[:length]

    def _drawn_from(self, alphabet: str, length: int) -> str:
        number, text = int(self.hex(2 * length + 8), 16), ""
        for _ in range(length):
            number, digit = divmod(number, len(alphabet))
            text += alphabet[digit]
        return text

    def digits(self, length: int) -> str:
        """Random decimal digits, the first of them not zero."""
        return self._drawn_from("123456789", 1) + self._drawn_from("0123456789", length - 1)

    def letters(self, length: int, alphabet: str = "abcdefghijklmnopqrstuvwxyz0123456789") -> str:
        """Random characters of an alphabet, lower-case letters and digits unless told."""
        return self._drawn_from(alphabet, length)

    def pick(self, choices: Sequence[T]) -> T:
        """One of the choices."""
        return choices[int(self.hex(12), 16) % len(choices)]

    def uuid(self) -> str:
        """A random UUID, version 4."""
        text = self.hex(32)
        variant = "89ab"[int(text[16], 16) % 4]
        return f"{text[:8]}-{text[8:12]}-4{text[13:16]}-{variant}{text[17:20]}-{text[20:]}"

    # The cloud's other objects

    @property
    def _open(self) -> Transaction:
        if self.cloud is None:
            raise UnresolvedError
        return self.cloud

    def find(self, type: str, **equal: Any) -> list[Object]:  # noqa: A002 - the field's own word
        """The objects of a type (of every type for "") in this account and region whose outputs are equal to those given."""
        return [_object(found) for found in self._open.find(self.place, type, equal)]

    def find_abroad(self, type: str, **equal: Any) -> list[Object]:  # noqa: A002 - the field's own word
        """As `find`, in every account and region."""
        return [_object(found) for found in self._open.find(self.place, type, equal, abroad=True)]

    def hosts(self) -> list[Object]:
        """What this place runs in, of another cloud's objects: a cluster's control plane; none where it is not simulated."""
        return [_object(found) for found in self._open.hosting(self.place)]

    def beside(self) -> list[Object]:
        """What points to what this place runs in, as a cluster's add-ons do."""
        return [_object(found) for found in self._open.beside(self.place)]

    def referenced(self, path: str) -> Object | None:
        """The first object that the reference at `path` points to."""
        return next(iter(self.all_referenced(path)), None)

    def all_referenced(self, path: str) -> list[Object]:
        """Every object that the reference at `path` points to."""
        if self.rule is None or path not in self.rule.references:
            raise KeyError(f"{self.type} has no reference at {path}")
        reference = self.rule.references[path]
        wanted = [plain(value) for _, value in paths.values(self.raw, paths.parse(path)) if not holds_unknown(value)]
        found = (self._open.target(self.place, reference, value) for value in wanted if value is not None)
        return [_object(stored) for stored in found if stored is not None]

    def siblings(self, path: str) -> list[Object]:
        """The other objects of this type that point to the same object through `path`, as the other subnets of a network do."""
        target = self.referenced(path)
        return [] if target is None else [o for o in self.users(target, self.type, path) if o.id != self._key]

    def users(self, target: Object, type: str = "", path: str = "") -> list[Object]:  # noqa: A002 - the field's own word
        """The objects that point to another, of one type and through one reference where they are given."""
        return [_object(stored) for stored in self._open.pointing(target.number, by=type, path=path)]


def _object(stored: Stored) -> Object:
    return Object(stored.type, stored.id, stored.outputs, stored.number)
