"""Events: dated windows of expected peak traffic, compiled to what each cloud runs by the clock; pure, and reads no clock itself.

    Event            what is declared: start, end, time zone, recurrence, warm-up, cool-down
    .windows         when its floors hold, in UTC
    Shares           what each site is sent of requests, with all of them there and after a loss
    floors_for       how many instances or pods a peak asks for in each site
    Calendar         the events of an environment with all that they raise, read from plain data
    Timeline         the floor of one group over time: overlapping windows take the maximum, and after the last one it is the base
    scheduled_actions, scheduled_tasks
                     the same as actions of an AWS Auto Scaling group, and as scheduled tasks of an ESS scaling group
    floor_schedule   the same as changes by their moments, for what keeps the floor of a workload inside a cluster
    room_schedule    when placeholder pods ask for nodes before a floor of a workload rises, and for how many pods
    told             the same in few lines, for people who read the preview of a fleet

The same events give the same actions on every day and every machine: time zones come from the tzdata package, not from the
machine. What depends on today's date (an event that is past, a start that is too far ahead) is for a check that is told the time.
"""

from .asg import MOST_ACTIONS, ScheduledAction, scheduled_actions
from .calendar import Calendar, Group
from .cron import cron_faults, is_never
from .ess import FURTHEST_LAUNCH, LONGEST_RECURRENCE, MOST_TASKS, ScheduledTask, held_by_tasks, scheduled_tasks
from .event import Event, Window, event_faults
from .floors import LONGEST_SCHEDULE, floor_schedule, room_schedule, schedule_size, told
from .peak import Loss, Need, Peak, ceiling_faults, floors_for, losses, requests_for
from .shares import Sending, Shares, Why, evenly, most
from .timeline import Bounds, Step, Timeline
from .zones import zone_names

__all__ = [
    "FURTHEST_LAUNCH",
    "LONGEST_RECURRENCE",
    "LONGEST_SCHEDULE",
    "MOST_ACTIONS",
    "MOST_TASKS",
    "Bounds",
    "Calendar",
    "Event",
    "Group",
    "Loss",
    "Need",
    "Peak",
    "ScheduledAction",
    "ScheduledTask",
    "Sending",
    "Shares",
    "Step",
    "Timeline",
    "Why",
    "Window",
    "ceiling_faults",
    "cron_faults",
    "evenly",
    "event_faults",
    "floor_schedule",
    "floors_for",
    "held_by_tasks",
    "is_never",
    "losses",
    "most",
    "requests_for",
    "room_schedule",
    "schedule_size",
    "scheduled_actions",
    "scheduled_tasks",
    "told",
    "zone_names",
]
