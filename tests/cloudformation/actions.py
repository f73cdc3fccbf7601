"""The table of every action of AWS: by service, the nouns and which verbs each has.

cfn-lint has the actions of AWS' own list, https://docs.aws.amazon.com/service-authorization/latest/reference/, without their case; that
is had back from where AWS writes actions out: the permissions of CloudFormation's handlers, and the policies that it manages, by moto.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from checks.schema.cloudformation.policies.actions import CODES

_WRITTEN: Final = ("sts:AssumeRoleWithSAML", "sts:AssumeRoleWithWebIdentity", "sts:GetDelegatedAccessToken")
"""Actions of which neither has the case: https://docs.aws.amazon.com/STS/latest/APIReference/API_Operations.html."""
_SPELLED: Final = re.compile(r"[a-z0-9-]+:[A-Za-z0-9]+")
_VERB: Final = re.compile(r"[A-Z][a-z]+")
_ARN: Final = re.compile(r"arn:[^:]*:([a-z0-9-]+):")


def spelled(texts: Iterable[str]) -> dict[str, str]:
    """Actions as AWS writes them, by what they are without case."""
    found: dict[str, str] = {}
    for text in (*_WRITTEN, *texts):
        for action in _SPELLED.findall(text):
            if not action.islower():
                found.setdefault(action.lower(), action)
    return found


def rows(services: Mapping[str, Mapping[str, Any]], known: Mapping[str, str]) -> Iterator[str]:
    """The lines of the table: the verbs, then a line for each service with those that its resources are of, and its actions.

    Args:
        services: cfn-lint's table.
        known: actions as AWS writes them, by what they are without case.
    """
    written = {action: text.partition(":")[2] for action, text in known.items()}
    counted = Counter(verb[0] for text in written.values() if (verb := _VERB.match(text)))
    verbs = sorted((verb for verb, _ in counted.most_common(len(CODES))), key=lambda verb: (-len(verb), verb))
    nouns = {text.removeprefix(verb).lower(): text.removeprefix(verb) for text in written.values() for verb in verbs}
    yield "\t".join(("verbs", "", " ".join(verbs)))
    for service, said in sorted(services.items()):
        whole: list[str] = []
        codes: defaultdict[str, str] = defaultdict(str)
        for action in sorted(said["Actions"]):
            text = written.get(f"{service}:{action}", "")
            verb = next((verb for verb in verbs if action.startswith(verb.lower()) and len(action) > len(verb)), "")
            if not verb or not text.startswith(verb if text else ""):
                whole.append(text or action.capitalize())
                continue
            rest = action.removeprefix(verb.lower())
            noun = text.removeprefix(verb) or nouns.get(rest, rest.capitalize())
            codes[noun] += CODES[verbs.index(verb)]
        having = (f"{noun}={code}" for noun, code in sorted(codes.items()))
        yield "\t".join((service, " ".join(_arns(said)), " ".join((*having, *sorted(whole)))))


def _arns(said: Mapping[str, Any]) -> list[str]:
    """The services that the ARNs of a service's resources name; none where some of them name none."""
    formats = [arn for resource in said.get("Resources", {}).values() for arn in resource.get("ARNFormats", ())]
    found = [_ARN.match(arn) for arn in formats]
    return sorted({match[1] for match in found if match}) if all(found) else []
