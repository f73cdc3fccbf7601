"""A fleet behind a load balancer on both simulated clouds: up, changed in every way that replaces something, and taken away again.

What a change comes to is among the cases of `tests/evolution`; here it is carried out, so that a cloud can refuse it.
"""

from __future__ import annotations

import simulator
from checks.trial import Trial
from tests.evolution.case import without
from tests.evolution.environment import BALANCED, CERTIFICATE, STACK, edited, file
from tests.evolution.runner import ROOT
from tests.support.preloaded import preloaded

PORT, HTTPS = "          port: 8080\n", "            https:\n"
NETWORK = """\
        load_balancer:
          kind: network
          listen:
            tcp: {port: 443}
          port: 8080
"""
CHANGES = {
    "other machines": {PORT: f"{PORT}          protocol: https\n"},
    "open to the internet": {PORT: f"{PORT}          public: true\n"},
    "another port of machines, asked for their health on a third": {PORT: "          port: 9090\n          health: {port: 9191}\n"},
    "another port, and a certificate more": {
        HTTPS: f"{HTTPS}              port: 8443\n              more_certificates: {{pay: {CERTIFICATE}}}\n"
    },
    "what listens where something else did": {
        "http: {redirect: https}": "http: {redirect: safe}",
        HTTPS: "            safe:\n              protocol: https\n",
    },
    "plain where it was safe": {"http: {redirect: https}": "http: {port: 443}", HTTPS: f"{HTTPS}              port: 80\n"},
}


def become(trial: Trial, text: str) -> None:
    """Bring the environment to what a text says; nothing is then left to do."""
    trial.up(file(text))
    assert trial.plan(file(text)).changes == ()


def test_every_change_is_carried_out_and_leaves_nothing_to_do():
    """Each change takes back the one before it, too."""
    bare = without("        load_balancer:\n", "        aws: {images")(BALANCED)
    passing = edited(bare, {"        aws: {images": f"{NETWORK}        aws: {{images"})
    with preloaded(), Trial(ROOT, STACK, providers=simulator.providers, plant=simulator.plant) as trial:
        become(trial, BALANCED)
        for edits in CHANGES.values():
            become(trial, edited(BALANCED, edits))
        become(trial, passing)
        become(trial, bare)
