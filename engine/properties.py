"""Questions about property values, and the ways in which secrets and unknowns move between them.

Source: sdk/go/common/resource/properties.go, pkg/resource/plugin/provider_plugin.go (annotateSecrets).
"""

from __future__ import annotations

from collections.abc import Mapping

from .values import UNKNOWN, Archive, Asset, Output, Properties, ResourceReference, Secret, Value


def contains_unknown(value: Value) -> bool:
    """Whether the value, at any depth, is not known before an update."""
    match value:
        case str() | None | bool() | int() | float():
            return False
        case dict():
            return any(contains_unknown(item) for item in value.values())
        case list():
            return any(contains_unknown(item) for item in value)
        case Secret():
            return contains_unknown(value.value)
        case Output():
            return not value.known or contains_unknown(value.value)
        case ResourceReference():
            return value.id is UNKNOWN
    return value is UNKNOWN


def contains_secret(value: Value) -> bool:
    match value:
        case Secret():
            return True
        case dict():
            return any(contains_secret(item) for item in value.values())
        case list():
            return any(contains_secret(item) for item in value)
        case Output():
            return value.secret or contains_secret(value.value)
    return False


def unwrap(value: Value) -> Value:
    """The value without the marks of secrets and outputs, at every depth: what two values are compared by."""
    match value:
        case dict():
            return {key: unwrap(item) for key, item in value.items()}
        case list():
            return [unwrap(item) for item in value]
        case Secret() | Output():
            return unwrap(value.value)
    return value


def without_outputs(value: Value) -> Value:
    """The value with each output as what it is apart from its dependencies: unknown, secret or plain."""
    match value:
        case str() | None | bool() | int() | float():
            return value
        case dict():
            return {key: without_outputs(item) for key, item in value.items()}
        case list():
            return [without_outputs(item) for item in value]
        case Output():
            plain = without_outputs(value.value)
            return Secret(plain) if value.secret else plain
        case Secret():
            return Secret(without_outputs(value.value))
    return value


def as_outputs(value: Value) -> Value:
    """The value with every secret and every unknown inside it as an output: what a function of the program can work with."""
    match value:
        case dict():
            return {key: as_outputs(item) for key, item in value.items()}
        case list():
            return [as_outputs(item) for item in value]
        case Secret():
            return Output(as_outputs(value.value), secret=True)
        case Output():
            return Output(as_outputs(value.value) if value.known else UNKNOWN, value.secret, value.dependencies)
    return Output(UNKNOWN) if value is UNKNOWN else value


def dependencies_of(value: Value, found: dict[str, None]) -> None:
    """Collect the URNs that the outputs inside the value depend on; a dict, so that their order is the order of finding."""
    match value:
        case dict():
            for item in value.values():
                dependencies_of(item, found)
        case list():
            for item in value:
                dependencies_of(item, found)
        case Secret():
            dependencies_of(value.value, found)
        case Output():
            if value.known:
                dependencies_of(value.value, found)
            found.update(dict.fromkeys(value.dependencies))


def without_contents(value: Value) -> Value:
    """The value with its assets and archives as hashes alone, which is all that a comparison needs."""
    match value:
        case str() | None | bool() | int() | float():
            return value
        case dict():
            return {key: without_contents(item) for key, item in value.items()} if _contains_asset(value) else value
        case list():
            return [without_contents(item) for item in value]
        case Secret():
            return Secret(without_contents(value.value))
        case Asset():
            return Asset(hash=value.hash)
        case Archive():
            return Archive(hash=value.hash)
    return value


def _contains_asset(value: Value) -> bool:
    match value:
        case dict():
            return any(_contains_asset(item) for item in value.values())
        case list():
            return any(_contains_asset(item) for item in value)
        case Secret() | Output():
            return _contains_asset(value.value)
    return isinstance(value, Asset | Archive)


def secretness_of(inputs: Mapping[str, Value], outputs: Properties) -> Properties:
    """The outputs, secret wherever the input of the same name is: what a provider that knows no secrets has lost.

    Objects are followed; anything else that holds a secret makes the whole output secret.
    """
    marked = dict(outputs)
    for key, given in inputs.items():
        if key not in marked:
            continue
        answer = marked[key]
        if isinstance(given, dict) and isinstance(answer, dict):
            marked[key] = secretness_of(given, answer)
        elif not isinstance(answer, Secret) and contains_secret(given):
            marked[key] = Secret(answer)
    return marked


def equal(left: Value, right: Value) -> bool:
    """Deep equality as Pulumi has it: a null property is the same as a missing one, and `1` is not `true`."""
    match left:
        case dict():
            if not isinstance(right, dict):
                return False
            return all(
                equal(left[key], right[key]) if key in left and key in right else left.get(key) is None and right.get(key) is None
                for key in left.keys() | right.keys()
            )
        case list():
            return isinstance(right, list) and len(left) == len(right) and all(map(equal, left, right))
        case Secret():
            return isinstance(right, Secret) and equal(left.value, right.value)
    if isinstance(left, bool) or isinstance(right, bool):
        return left is right
    return left is right or left == right


def merged_with_supplied(read: Properties, supplied: Properties) -> Properties:
    """What was read of an object, with what reading could not give; what was given as a secret stays secret.

    Source: mergeSuppliedProperties in pkg/resource/deploy/step.go.
    """
    merged = dict(read)
    for key, value in supplied.items():
        if merged.get(key) is None:
            merged[key] = value
        elif isinstance(value, Secret) and not isinstance(merged[key], Secret):
            merged[key] = Secret(merged[key])
    return merged
