"""Dynamic Content Delivery Network: accelerated domains, what they are told, and the WAF in front of them. The service is global.

Functions and their arguments: www.alibabacloud.com/help/en/edge-security-acceleration/dcdn/developer-reference/
parameters-for-configuring-features-for-domain-names.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from ..rules import Quota, Rule, Unique, as_set, parts, refer, table
from .shapes import CREATED, PROVIDER, between, checks, default_group, one_of

if TYPE_CHECKING:
    from ..call import Call

DOMAIN: Final = "alicloud:dcdn/domain:Domain"
CONFIG: Final = "alicloud:dcdn/domainConfig:DomainConfig"
WAF_DOMAIN: Final = "alicloud:dcdn/wafDomain:WafDomain"
POLICY: Final = "alicloud:dcdn/wafPolicy:WafPolicy"
WAF_RULE: Final = "alicloud:dcdn/wafRule:WafRule"
ATTACHMENT: Final = "alicloud:dcdn/wafPolicyDomainAttachment:WafPolicyDomainAttachment"

_ONCE: Final = frozenset(
    {"HSTS", "ali_location", "brotli", "dynamic", "forward_scheme", "gzip", "https_force", "https_option", "https_origin_sni"}
    | {"https_tls_version", "ipv6", "iquic", "l2_oss_key", "set_req_host_header", "origin_certificate_verification"}
)
"""Functions that a domain has once; of others, such as error_page and path_based_ttl_set, it has as many as it is told."""
_NEEDED: Final = {
    "HSTS": ("enabled", "https_hsts_max_age"),
    "ali_location": ("location", "type"),
    "error_page": ("error_code", "rewrite_page"),
    "https_origin_sni": ("enabled", "https_origin_sni"),
    "l2_oss_key": ("private_oss_auth",),
    "origin_request_header": ("header_operation_type", "header_name"),
    "path_based_ttl_set": ("ttl", "path"),
    "set_req_host_header": ("domain_name",),
    "set_resp_header": ("key", "value"),
}
"""Arguments without which a function is refused."""


def _source_faults(call: Call) -> Iterator[tuple[str, str]]:
    for place, source in enumerate(call.get("sources") or ()):
        for name, known in (("type", ("domain", "ipaddr", "oss", "common")), ("priority", ("20", "30"))):
            value = source.get(name)
            if value is not None and value not in known:
                yield f"sources[{place}].{name}", f'expected {name} to be one of {", ".join(known)}, got "{value}"'


def _certificate_faults(call: Call) -> Iterator[tuple[str, str]]:
    if call.get("certType") == "cas" and not call.given("certId"):
        yield "certId", "MissingCertId: a certificate of Certificate Management Service is named by its id"
    if call.get("certType") == "upload" and not (call.given("sslPub") and call.given("sslPri")):
        yield "sslPub", "MissingSSLPub: an uploaded certificate needs its content and its key"


def _taken(call: Call) -> Iterator[str]:
    if not call.get("sources"):
        yield "InvalidSources.Missing: a domain needs one origin at least"


def _arguments(call: Call) -> dict[str, Any]:
    return {str(each.get("argName")): each.get("argValue") for each in call.get("functionArgs") or ()}


def _config_faults(call: Call) -> Iterator[tuple[str, str]]:
    given = _arguments(call)
    missing = [name for name in _NEEDED.get(str(call.get("functionName")), ()) if name not in given]
    if missing:
        yield "functionArgs", f"InvalidFunctions: {call.get('functionName')} needs {', '.join(missing)}"


def _config_conflicts(call: Call) -> Iterator[str]:
    function, own = call["functionName"], call.id if call.old else ""
    for other in call.siblings("domainName"):
        if function in _ONCE and other.outputs.get("functionName") == function and other.id != own:
            yield f"Config.Exists: {call['domainName']} has {function} already"


def _rule_faults(call: Call) -> Iterator[tuple[str, str]]:
    rate = call.get("rateLimit") or {}
    for name, least, most in (("interval", 5, 1800), ("threshold", 2, 500_000), ("ttl", 60, 86_400)):
        value = rate.get(name)
        if isinstance(value, int | float) and not least <= value <= most:
            yield f"rateLimit.{name}", f"expected {name} to be in the range ({least} - {most}), got {value:g}"
    if call.get("ccStatus") == "on" and not rate:
        yield "rateLimit", "rate_limit is required when cc_status is on"


def _rule_conflicts(call: Call) -> Iterator[str]:
    policy = call.referenced("policyId")
    scene, own = policy.outputs.get("defenseScene") if policy is not None else None, call.id if call.old else ""
    others = [each for each in call.siblings("policyId") if each.id != own]
    if scene == "waf_group" and others:
        yield "InvalidRule.Exceeded: a policy of the scene waf_group has one rule"
    if scene == "custom_acl" and not call.get("conditions"):
        yield "InvalidRuleConfigs: a rule of the scene custom_acl needs conditions"


def _scene(call: Call) -> str:
    policy = call.referenced("policyId")
    return str(policy.outputs["defenseScene"]) if policy is not None else ""


def _attachment_conflicts(call: Call) -> Iterator[str]:
    policy = call.referenced("policyId")
    for other in call.siblings("domainName"):
        for bound in call.find(POLICY, id=other.outputs["policyId"]):
            if policy is not None and bound.id != policy.id and bound.outputs["defenseScene"] == policy.outputs["defenseScene"]:
                yield f"Policy.Bound: {call['domainName']} has a policy of the scene {bound.outputs['defenseScene']} already"


RULES = table(
    Rule(
        type=DOMAIN,
        source=f"{PROVIDER}resource_alicloud_dcdn_domain.go",
        id=lambda call: call["domainName"],
        replaces=frozenset({"domainName", "functionType", "scene"}),
        canonical={"sources": as_set},
        defaults={"sslProtocol": "off"},
        derived={"resourceGroupId": default_group},
        computed={
            **dict.fromkeys(("certId", "certName", "certRegion", "certType", "sslPub"), lambda _: ""),
            "cname": lambda call: f"{call['domainName']}.w.cdngslb.com",
            "createTime": lambda _: CREATED,
            "status": lambda _: "online",
        },
        quotas=(Quota(50, "InvalidDomain.Exceeded: the number of domains exceeds the quota"),),
        check=checks(
            _source_faults,
            _certificate_faults,
            one_of("certType", "upload", "cas", "free"),
            one_of("scope", "domestic", "overseas", "global"),
            one_of("sslProtocol", "on", "off"),
        ),
        refuses=_taken,
        takes=parts(CONFIG, by="domainName"),
        everywhere=True,
        not_found="InvalidDomain.NotFound: the domain {id} does not exist",
        in_use="InvalidDomain.InUse: the domain {id} is still protected by WAF",
        exists="DomainAlreadyExist: the domain {id} is accelerated already",
    ),
    Rule(
        type=CONFIG,
        source=f"{PROVIDER}resource_alicloud_dcdn_domain_config.go",
        id=lambda call: f"{call['domainName']}:{call['functionName']}:{call.digits(15)}",
        replaces=frozenset({"domainName", "functionName"}),
        canonical={"functionArgs": as_set},
        computed={
            "configId": lambda call: call.id.rpartition(":")[2],
            "parentId": lambda _: "",
            "status": lambda _: "success",
        },
        references={"domainName": refer((DOMAIN, "domainName"), holds=False)},
        check=_config_faults,
        refuses=_config_conflicts,
        everywhere=True,
        not_found="InvalidConfig.NotFound: {id} does not exist",
    ),
    Rule(
        type=WAF_DOMAIN,
        source=f"{PROVIDER}resource_alicloud_dcdn_waf_domain.go",
        id=lambda call: call["domainName"],
        replaces=frozenset({"domainName"}),
        references={"domainName": refer((DOMAIN, "domainName"))},
        everywhere=True,
        not_found="InvalidDomain.NotFound: the domain {id} is not protected by WAF",
        in_use="InvalidDomain.InUse: the domain {id} has policies of WAF",
        exists="DomainAlreadyExist: the domain {id} is protected by WAF already",
    ),
    Rule(
        type=POLICY,
        source=f"{PROVIDER}resource_alicloud_dcdn_waf_policy.go",
        id=lambda call: call.digits(8),
        replaces=frozenset({"defenseScene", "policyType"}),
        unique=(Unique(("policyName",), "Policy.NameExists: a policy of the name {policyName} exists already"),),
        check=checks(
            one_of("defenseScene", "waf_group", "custom_acl", "whitelist", "ip_blacklist", "region_block"),
            one_of("policyType", "default", "custom"),
            one_of("status", "on", "off"),
        ),
        takes=parts(WAF_RULE, by="policyId"),
        everywhere=True,
        not_found="Policy.NotFound: the policy {id} does not exist",
        in_use="Policy.InUse: the policy {id} is bound to domains",
    ),
    Rule(
        type=WAF_RULE,
        source=f"{PROVIDER}resource_alicloud_dcdn_waf_rule.go",
        id=lambda call: call.digits(9),
        replaces=frozenset({"policyId"}),
        canonical={"conditions": as_set},
        computed={
            "ccStatus": lambda _: "off",
            "defenseScene": _scene,
            "gmtModified": lambda _: CREATED,
            "status": lambda _: "on",
        },
        references={"policyId": refer(POLICY, holds=False)},
        check=checks(
            _rule_faults,
            one_of("action", "deny", "js", "monitor", "block"),
            one_of("ccStatus", "on", "off"),
            one_of("effect", "rule", "service"),
            between("rateLimit.status.ratio", 1, 100),
        ),
        refuses=_rule_conflicts,
        everywhere=True,
        not_found="Rule.NotFound: the rule {id} does not exist",
    ),
    Rule(
        type=ATTACHMENT,
        source=f"{PROVIDER}resource_alicloud_dcdn_waf_policy_domain_attachment.go",
        id=lambda call: f"{call['policyId']}:{call['domainName']}",
        replaces=frozenset({"domainName", "policyId"}),
        references={"policyId": refer(POLICY), "domainName": refer((WAF_DOMAIN, "domainName"))},
        refuses=_attachment_conflicts,
        everywhere=True,
        not_found="Policy.NotBound: {id} does not exist",
    ),
)
