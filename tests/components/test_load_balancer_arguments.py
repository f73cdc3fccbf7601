"""What is wrong with the arguments of a load balancer: every field at once."""

from __future__ import annotations

from components.contracts import HealthCheck, Listener, TargetGroup
from tests.support import behind
from tests.support.clouds import AWS
from tests.support.faults import faults_of, fields_of
from tests.support.mocks import record


class TestLoadBalancers:
    @staticmethod
    def fields(**changes) -> list[str]:
        found: list[str] = []
        record(lambda: found.extend(fields_of(faults_of(lambda: behind.args(AWS.make_network(), **changes)))))
        return found

    def test_every_fault_comes_at_once(self):
        listeners = {
            "http": Listener(port=80, protocol="http", redirect=8443),
            "tcp": Listener(port=80, protocol="tcp", to="db"),
        }
        wrong = {"allowed": ("10.0.0.0/33",), "idle_timeout": 0, "capacity_units": -1}
        assert self.fields(listeners=listeners, **wrong) == [
            "listeners.http.redirect",
            "listeners.tcp.protocol",
            "listeners.tcp.to",
            "listeners.tcp.port",
            "allowed.0",
            "idle_timeout",
            "capacity_units",
        ]

    def test_there_is_something_to_listen_and_to_serve(self):
        assert self.fields(listeners={}, targets={}) == ["listeners", "targets"]

    def test_a_network_load_balancer_knows_no_requests(self):
        group = TargetGroup(port=80, slow_start=60, sticky=60)
        found = self.fields(**behind.network_kind(targets={"db": group}))
        assert found == ["targets.db.protocol", "targets.db.slow_start", "targets.db.sticky"]

    def test_an_application_load_balancer_asks_for_a_path(self):
        assert self.fields(targets={"web": TargetGroup(port=80, health=HealthCheck(path=None))}) == ["targets.web.health.path"]
