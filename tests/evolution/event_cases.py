"""Changes of events, and of what an environment promises and accepts; a fleet and a workload expect more."""

from __future__ import annotations

from typing import Final

from checks.expectation import Expectation

from .case import Case, edit
from .environment import PODS, SALE, edited

_ACTIONS: Final = ("Schedule jakarta-transcoder-sale-*", "ScheduledTask batam-transcoder-sale-*")
_KEEPERS: Final = ("* jakarta-main-event-floors-*", "* batam-main-event-floors-*", "* *-main-storefront-floors-*")
_PLACEHOLDERS: Final = ("Deployment *-main-storefront-floors-placeholders",)  # they say when, and for how many, they make room
_AUTOSCALERS: Final = ("HorizontalPodAutoscaler *-main-storefront-autoscaler",)
_PROMISES: Final = """\
    objectives: {site: {capacity: 100%, within: 5m}}
    dependencies: {orders-db: {primary: jakarta, replica: batam, rpo: 30s, rto: 5m, promotion: automatic}}
    accept: [{rule: headroom, resource: storefront, because: nobody measured it, until: "2027-01-01"}]
"""

EVENT_CASES: Final = (
    Case(
        name="add the first event",
        change=lambda text: f"{text}{SALE}",
        expected=Expectation(created=(*_ACTIONS, *_KEEPERS), updated=_AUTOSCALERS),
    ),
    Case(
        name="remove the last event",
        start="selling",
        change=edit({SALE: ""}),
        expected=Expectation(deleted=(*_ACTIONS, *_KEEPERS), updated=_AUTOSCALERS),
    ),
    Case(
        name="an event's until",
        start="selling",
        change=edit({"2027-06-30": "2027-07-31"}),
        expected=Expectation(updated=(*_ACTIONS, *_AUTOSCALERS, *_PLACEHOLDERS)),
    ),
    Case(
        name="an event's start",
        start="selling",
        change=edit({'start: "25 00:00"': 'start: "24 00:00"'}),
        expected=Expectation(
            created=("Schedule jakarta-*-up-2612231700", "ScheduledTask batam-*-up-2612231700"),
            updated=(*_AUTOSCALERS, *_PLACEHOLDERS),
            deleted=("Schedule jakarta-*-up-2612241700", "ScheduledTask batam-*-up-2612241700"),
        ),
    ),
    Case(
        name="headroom of an event",
        start="selling",
        change=edit({"        peak_factor": "        headroom: site\n        peak_factor"}),
        expected=Expectation(updated=("Schedule *-up-*", "ScheduledTask *-up-*", *_AUTOSCALERS, *_PLACEHOLDERS)),
    ),
    Case(
        name="the base of a fleet that an event raises",
        start="selling",
        change=edit({"autoscaled: {min: 1, max: 4}": "autoscaled: {min: 2, max: 4}"}),
        expected=Expectation(updated=_ACTIONS),
    ),
    Case(
        name="objectives, a dependency, who needs it, and a finding that is accepted",
        start="selling",
        change=lambda text: edited(f"{text}{_PROMISES}", {PODS: f"{PODS}, needs: [orders-db]"}),
    ),
)
