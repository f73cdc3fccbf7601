"""The simulated AWS, whose rows were read from the provider's source, against what CloudFormation's schemas say of the same inputs."""

from __future__ import annotations

import sysconfig
from collections import Counter
from pathlib import Path

from checks.review.possible import PROVIDERS_OWN
from checks.schema.cloudformation.replacing import Replacing, replaces
from checks.schema.sdk import sdk
from simulator.aws.cloud import CLOUD


def test_no_row_has_an_input_of_the_providers_own_replace_anything():
    for token, rule in CLOUD.rules.items():
        if not callable(rule.replaces):
            assert not {path.partition(".")[0] for path in rule.replaces} & PROVIDERS_OWN, token


def test_what_cloudformation_says_for_certain_the_provider_does():
    installed = sdk("aws", (Path(sysconfig.get_path("purelib")),))
    assert installed is not None
    told: Counter[tuple[Replacing, bool]] = Counter()
    for token, rule in CLOUD.rules.items():
        if not callable(rule.replaces) and (record := installed.arguments(token)):
            forcing = {path.partition(".")[0] for path in rule.replaces}
            told.update((replaces(token, name), name in forcing) for name in record.properties)
    assert told[Replacing.CERTAIN, True] > 150
    assert told[Replacing.CERTAIN, False] < told[Replacing.CERTAIN, True] / 10, "CloudFormation has no way where AWS has one"
    assert told[Replacing.UNLIKELY, True] < told[Replacing.UNLIKELY, False] / 10
