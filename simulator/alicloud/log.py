"""Simple Log Service (SLS): projects, Logstores and their indexes.

Names and limits: https://www.alibabacloud.com/help/en/sls/product-overview/basic-resources.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from ..rules import Quota, Rule, as_json, as_set, parts, refer, table
from .shapes import CREATED, PROVIDER, between, checks, default_group, one_of, renamed, required_one, same_as

if TYPE_CHECKING:
    from ..call import Call

PROJECT: Final = "alicloud:log/project:Project"
STORE: Final = "alicloud:log/store:Store"
INDEX: Final = "alicloud:log/storeIndex:StoreIndex"
_PROJECT_NAME = re.compile(r"[a-z0-9][a-z0-9-]{1,61}[a-z0-9]")
_STORE_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{1,61}[a-z0-9]")
_project = same_as("projectName", "project")
_store = same_as("logstoreName", "name")


def _project_name_faults(call: Call) -> Iterator[tuple[str, str]]:
    name = same_as("projectName", "name")(call)
    if name is not None and not _PROJECT_NAME.fullmatch(name):
        yield "projectName", f'ParameterInvalid: expected 3 to 63 lower-case letters, digits and inner hyphens, got "{name}"'


def _store_name_faults(call: Call) -> Iterator[tuple[str, str]]:
    name = _store(call)
    if name is not None and not _STORE_NAME.fullmatch(name):
        yield "logstoreName", f'LogStoreInfoInvalid: expected 3 to 63 lower-case letters, digits, - and _, got "{name}"'


def _shards(call: Call) -> list[dict[str, Any]]:
    """The shards of a Logstore divide the space of 128-bit keys evenly."""
    count = int(call.get("shardCount", 2))
    edges = [f"{2**128 * index // count:032x}" for index in range(count)] + ["f" * 32]
    return [{"id": i, "status": "readwrite", "beginKey": edges[i], "endKey": edges[i + 1]} for i in range(count)]


RULES = table(
    Rule(
        type=PROJECT,
        source=f"{PROVIDER}resource_alicloud_log_project.go",
        id=same_as("projectName", "name"),
        replaces=frozenset({"name", "projectName"}),
        canonical={"policy": as_json},
        defaults={"status": "Normal", "createTime": CREATED},
        derived={**renamed(name="projectName"), "resourceGroupId": default_group},
        quotas=(Quota(50, "ProjectQuotaExceed: the number of projects exceeds the quota"),),
        check=checks(required_one("projectName", "name"), _project_name_faults),
        takes=parts(STORE, INDEX),
        not_found="ProjectNotExist: the project '{id}' does not exist",
        exists="ProjectAlreadyExist: the project '{id}' exists already; names are unique over all of Alibaba Cloud",
    ),
    Rule(
        type=STORE,
        source=f"{PROVIDER}resource_alicloud_log_store.go",
        id=lambda call: f"{_project(call)}:{_store(call)}",
        replaces=frozenset(
            {
                "encryptConf.encryptType",
                "encryptConf.userCmkInfo",
                "logstoreName",
                "name",
                "project",
                "projectName",
                "shardCount",
                "telemetryType",
            }
        ),
        defaults={"appendMeta": True, "createTime": 1767225600, "mode": "standard", "retentionPeriod": 30, "shardCount": 2},
        derived={**renamed(name="logstoreName", project="projectName"), "shards": _shards},
        references={"projectName": refer(PROJECT, holds=False), "project": refer(PROJECT, holds=False)},
        quotas=(Quota(200, "LogStoreQuotaExceed: the number of Logstores exceeds the quota", per=("projectName",)),),
        check=checks(
            required_one("projectName", "project"),
            required_one("logstoreName", "name"),
            between("retentionPeriod", 1, 3650),
            between("maxSplitShardCount", 0, 256),
            one_of("mode", "standard", "query", "lite"),
            _store_name_faults,
        ),
        not_found="LogStoreNotExist: the Logstore '{id}' does not exist",
        exists="LogStoreAlreadyExist: the Logstore '{id}' exists already",
    ),
    Rule(
        type=INDEX,
        source=f"{PROVIDER}resource_alicloud_log_store_index.go",
        id=lambda call: f"{call['project']}:{call['logstore']}",
        replaces=frozenset({"logstore", "project"}),
        canonical={"fieldSearches": as_set},
        references={"project": refer(PROJECT, holds=False), "logstore": refer((STORE, "logstoreName"), holds=False)},
        exists="IndexAlreadyExist: the Logstore '{id}' has an index already",
    ),
)
