from components.traffic.migrations import capacity, drained, migrations, weights

SHOP = {
    "sites": {"jakarta-aws": {"cloud": "aws"}, "jakarta-alicloud": {"cloud": "alicloud"}},
    "clusters": {"main": {"sites": "all"}},
    "workloads": {"storefront": {"cluster": "main", "sites": "all"}},
    "fleets": {"transcoder": {"sites": "all"}},
    "traffic": {"www": {"to": "storefront", "weights": {"jakarta-aws": 100.0, "jakarta-alicloud": 0.0}}},
    "migrations": {
        "www-moves": {
            "traffic": "www",
            "step": 1.0,
            "at_most": 50.0,
            "time_zone": "Asia/Jakarta",
            "alarms": {"jakarta-alicloud": ["storefront-5xx"]},
            "steps": [
                {"date": "2027-01-11", "weights": {"jakarta-aws": 95.0, "jakarta-alicloud": 5.0}},
                {"date": "2027-01-13", "weights": {"jakarta-aws": 50.0, "jakarta-alicloud": 50.0}},
            ],
        },
        "main-leaves": {
            "cluster": "main",
            "step": 1.0,
            "steps": [{"date": "2027-02-01", "capacity": {"jakarta-aws": 70.0}}],
        },
        "storefront-leaves": {
            "workload": "storefront",
            "step": 0.0,
            "steps": [{"date": "2027-02-01", "capacity": {"jakarta-aws": 40.0}}],
        },
    },
}


def at(name, step):
    return {**SHOP, "migrations": {**SHOP["migrations"], name: {**SHOP["migrations"][name], "step": step}}}


def test_the_step_in_force_says_what_sites_are_sent():
    sent = {step: weights(at("www-moves", step), "www") for step in (0, 1, 2)}
    assert sent == {step: {"jakarta-aws": 100 - share, "jakarta-alicloud": share} for step, share in ((0, 0), (1, 5), (2, 50))}
    assert weights({**SHOP, "migrations": {}}, "www") == SHOP["traffic"]["www"]["weights"]


def test_a_workload_keeps_no_more_of_its_capacity_than_its_cluster():
    site = "jakarta-aws"
    assert (capacity(SHOP, "clusters", "main", site), capacity(SHOP, "workloads", "storefront", site)) == (70, 70)
    assert capacity(at("storefront-leaves", 1), "workloads", "storefront", site) == 40
    assert capacity(SHOP, "workloads", "storefront", "jakarta-alicloud") == 100
    assert capacity(SHOP, "fleets", "transcoder", site) == 100


def test_nobody_counts_on_what_is_being_drained():
    assert drained(SHOP) == {("workloads", "storefront"): {"jakarta-aws"}}
    assert drained(at("main-leaves", 0)) == {}


def test_a_migration_is_read_with_what_it_starts_from():
    www, main, _ = migrations(SHOP)
    assert (www.beginning, main.beginning) == ({"jakarta-aws": 100, "jakarta-alicloud": 0}, {})
    assert [www.moves(step) for step in (1, 2)] == [5, 45]
    assert main.moves(1) == 30
    assert (www.at_most, www.time_zone, www.alarms) == (50, "Asia/Jakarta", {"jakarta-alicloud": ("storefront-5xx",)})
    assert (www.sites, main.sites) == (("jakarta-aws", "jakarta-alicloud"), ("jakarta-aws",))
