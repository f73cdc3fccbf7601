"""Functions, and the runtimes that have ended."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Final, NamedTuple

from ....finding import Severity
from ...fault import SchemaFault
from ..table import day
from .inputs import Inputs

_RUNTIMES: Final = Path(__file__).with_name("runtimes.tsv")
_LONGEST: Final = 900
_RESERVED: Final = frozenset(
    {
        "_HANDLER", "_X_AMZN_TRACE_ID", "AWS_DEFAULT_REGION", "AWS_REGION", "AWS_EXECUTION_ENV", "AWS_LAMBDA_FUNCTION_NAME",
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "AWS_LAMBDA_FUNCTION_VERSION", "AWS_LAMBDA_INITIALIZATION_TYPE",
        "AWS_LAMBDA_LOG_GROUP_NAME", "AWS_LAMBDA_LOG_STREAM_NAME", "AWS_ACCESS_KEY", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY",
        "AWS_SESSION_TOKEN", "AWS_LAMBDA_RUNTIME_API", "LAMBDA_TASK_ROOT", "LAMBDA_RUNTIME_DIR",
    }
)  # fmt: skip
"""https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime"""


class Runtime(NamedTuple):
    """How long a runtime is supported; days are empty where AWS has named none.

    Args:
        ends: the day of the last patch.
        makes: the day from which no function of it is made.
        updates: the day from which none is updated.
        successor: what to take instead.
    """

    ends: str
    makes: str
    updates: str
    successor: str


@functools.cache
def runtimes() -> Mapping[str, Runtime]:
    """What is known of runtimes, by name."""
    lines = (line for line in _RUNTIMES.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
    return {name: Runtime(*rest) for name, *rest in (line.split("\t") for line in lines)}


def _function(inputs: Inputs) -> Iterator[SchemaFault]:
    """https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html."""
    timeout = inputs.number("timeout")
    if timeout is not None and timeout > _LONGEST and not inputs.has("capacityProviderConfig"):
        yield inputs.fault("timeout", f"{timeout:g} is more than {_LONGEST}", f"give 1 to {_LONGEST}")
    if inputs.text("packageType") == "Image":
        for name in ("handler", "runtime", "layers"):
            if inputs.has(name):
                yield inputs.fault(name, "is not for a function that is an image", "leave it out: the image has it")
    elif inputs.flag("packageType") is not None:
        for name in ("handler", "runtime"):
            if not inputs.has(name):
                yield inputs.fault(name, "is missing, and the function is no image", f'give {name}, or packageType "Image"')
    for environment in inputs.each("environment"):
        for name in environment.names("variables"):
            if name in _RESERVED:
                yield environment.fault(f"variables.{name}", "is Lambda's own", "take another name")
    yield from _supported(inputs)


def _supported(inputs: Inputs) -> Iterator[SchemaFault]:
    """What has ended by the day of the table, and not by today's: a plan stays the same."""
    name = inputs.text("runtime")
    known = runtimes().get(name)
    if known is None:
        return
    fix = f"write {known.successor}" if known.successor else "take a later one"
    if known.updates and known.updates <= day():
        yield inputs.fault("runtime", f"AWS neither makes nor updates functions of {name} since {known.updates}", fix)
    elif known.makes and known.makes <= day():
        reason = f"AWS makes no function of {name} since {known.makes}"
        yield SchemaFault(path=inputs.path("runtime"), reason=reason, fix=fix, severity=Severity.WARNING)
    elif known.ends and known.ends <= day():
        reason = f"AWS patches {name} no more since {known.ends}"
        yield SchemaFault(path=inputs.path("runtime"), reason=reason, fix=fix, severity=Severity.WARNING)


RULES: Final[Mapping[str, Callable[[Inputs], Iterator[SchemaFault]]]] = {"aws:lambda/function:Function": _function}
