"""CloudOps Orchestration Service: templates, and runs of them. A run ends as soon as it begins, and calls what its template says.

Templates: www.alibabacloud.com/help/en/oos/developer-reference; of what is called, only that which joins GTM's parts is looked at:
what it names must be there (help.aliyun.com/zh/dns/api-alidns-2015-01-09-replacecloudgtmaddresspooladdress).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from ..rules import Rule, as_json, refer, table
from .gtm import ADDRESS, NAME, POOL
from .shapes import CREATED, PROVIDER, checks, one_of

if TYPE_CHECKING:
    from ..call import Call

TEMPLATE: Final = "alicloud:oos/template:Template"
RUN: Final = "alicloud:oos/execution:Execution"

_PARTS: Final = {"AddressId": ADDRESS, "AddressPoolId": POOL}
_NAME: Final = re.compile(r"[A-Za-z0-9_-]{1,200}")


def _template_faults(call: Call) -> Iterator[tuple[str, str]]:
    name, content = call.get("templateName"), call.get("content")
    if name is not None and (not _NAME.fullmatch(name) or name.upper().startswith(("ALIYUN", "ACS", "ALIBABA"))):
        yield (
            "templateName",
            f"InvalidParameter: {name} may hold letters, digits, - and _, and not begin with ALIYUN, ACS or ALIBABA",
        )
    if content is not None and not _tasks(content):
        yield "content", "InvalidTemplate: the template is no JSON with FormatVersion and Tasks"


def _tasks(content: str) -> list[dict[str, Any]]:
    try:
        whole = json.loads(content)
    except ValueError:
        return []
    found = whole.get("Tasks") if isinstance(whole, dict) and whole.get("FormatVersion") else None
    return found if isinstance(found, list) else []


def _missing(call: Call) -> list[str]:
    """What a run names that is not there: parameters of its template, parts of GTM."""
    template = call.referenced("templateName")
    told = json.loads(call.get("parameters") or "{}")
    wanted = json.loads(template.outputs["content"]).get("Parameters", {}) if template is not None else {}
    lacking = [f"the parameter {name}" for name in sorted(wanted.keys() - told.keys())]
    for part, value in _named(told):
        if not call.find(_PARTS[part], id=value):
            lacking.append(f"{part} {value}")
    if "ConfigId" in told and not call.find(NAME, configId=told["ConfigId"], instanceId=told.get("InstanceId")):
        lacking.append(f"ConfigId {told['ConfigId']}")
    return lacking


def _named(told: Any) -> Iterator[tuple[str, str]]:
    match told:
        case dict():
            for key, value in told.items():
                if key in _PARTS:
                    yield key, value
                else:
                    yield from _named(value)
        case list():
            for each in told:
                yield from _named(each)


def _runs(call: Call) -> Iterator[tuple[str, str]]:
    """A template goes with its executions where that is told, and stays while it has one where not."""
    if call.old.get("autoDeleteExecutions"):
        yield from ((RUN, run.id) for run in call.find(RUN, templateName=call.id))


def _message(call: Call) -> str:
    lacking = _missing(call)
    return f"there is no {', no '.join(lacking)}" if lacking else ""


RULES = table(
    Rule(
        type=TEMPLATE,
        source=f"{PROVIDER}resource_alicloud_oos_template.go",
        id=lambda call: call["templateName"],
        replaces=frozenset({"templateName"}),
        canonical={"content": as_json},
        defaults={"autoDeleteExecutions": False, "resourceGroupId": ""},
        computed={
            "createdBy": lambda call: call.account,
            "createdDate": lambda _: CREATED,
            "description": lambda call: json.loads(call["content"]).get("Description", ""),
            "hasTrigger": lambda _: False,
            "shareType": lambda _: "Private",
            "templateFormat": lambda _: "JSON",
            "templateId": lambda call: f"t-{call.hex(20)}",
            "templateType": lambda _: "Automation",
            "templateVersion": lambda _: "v1",
            "updatedBy": lambda call: call.account,
            "updatedDate": lambda _: CREATED,
        },
        check=_template_faults,
        takes=_runs,
        exists="EntityAlreadyExists.Template: the template {id} exists already",
        not_found="EntityNotExists.Template: the template {id} does not exist",
        in_use="DeleteConflict: the template {id} has executions",
    ),
    Rule(
        type=RUN,
        source=f"{PROVIDER}resource_alicloud_oos_execution.go",
        id=lambda call: f"exec-{call.hex(20)}",
        replaces=frozenset({"description", "loopMode", "mode", "parameters", "parentExecutionId", "safetyCheck", "tags"})
        | {"templateContent", "templateName", "templateVersion"},
        canonical={"parameters": as_json},
        defaults={"mode": "Automatic"},
        computed={
            "counters": lambda _: "{}",
            "createDate": lambda _: CREATED,
            "isParent": lambda _: False,
            "ramRole": lambda _: "",
            "templateId": lambda call: found.outputs["templateId"] if (found := call.referenced("templateName")) else "",
            "endDate": lambda _: CREATED,
            "executedBy": lambda call: call.account,
            "outputs": lambda _: "{}",
            "startDate": lambda _: CREATED,
            "status": lambda call: "Failed" if _missing(call) else "Success",
            "statusMessage": _message,
            "templateVersion": lambda _: "v1",
            "updateDate": lambda _: CREATED,
        },
        references={"templateName": refer(TEMPLATE, by="templateName")},
        check=checks(one_of("mode", "Automatic", "Debug"), one_of("safetyCheck", "Skip", "ConfirmEveryHighRiskAction")),
        not_found="EntityNotExists.Execution: the execution {id} does not exist",
    ),
)
