"""Production is up, and a site is lost: by what was declared, nobody is led there after what was promised; and the way back."""

from __future__ import annotations

import json


def test_production_outlives_a_site(project):
    project.bring_up("production")
    lost = project.nusa("drill", "-s", "production", "--lose", "jakarta-aws", "--json")
    told = json.loads(lost.stdout)
    assert (lost.returncode, told["kept"]) == (0, True), told["promises"]
    www = [name for name in told["names"] if "jakarta-aws" in name["before"] and name["name"].endswith("www.shop.example")]
    assert [name["provider"] for name in www] == ["aws", "alicloud"]
    for name in www:
        assert name["turns"], "health checks turn"
        assert "jakarta-aws" not in name["turns"][-1]["shares"]
        assert sum(name["turns"][-1]["shares"].values()) == 1
        assert name["clear"] <= told["lost"]["within"] == 300
    moments = {moment["kind"]: moment for moment in told["moments"]}
    assert "objects are out of reach" in moments["lost"]["notes"][0]
    assert moments["recovered"]["text"].startswith("orders-db is written to in jakarta-alicloud")

    project.edit("production", "replicas: {min: 12, max: 300}", "replicas: {min: 12, max: 310}")
    up = project.nusa("up", "-s", "production", "--yes", "--skip-preview", "--continue-on-error")
    assert up.returncode != 0
    scalers = {
        each["urn"].rpartition("::")[2]: each
        for each in project.resources("production")
        if each["type"].endswith("HorizontalPodAutoscaler")
    }
    most = {name: each["inputs"]["spec"]["maxReplicas"] for name, each in scalers.items() if "storefront" in name}
    assert sorted(most.values()) == [300, 310, 310], "the sites that are left have got their change"

    back = project.ok("drill", "-s", "production", "--heal")
    assert "jakarta-aws (AWS in ap-southeast-3) answers again" in back
    assert "all is as before" in back
