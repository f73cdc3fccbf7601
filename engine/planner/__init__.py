"""The planner: from a goal and the prior state to the steps that reach it.

planner.py      one registration from its arrival to its steps
draft.py        a registration on its way to its steps
progress.py     what the deployment has decided so far, URN by URN
identity.py     which resource of the prior state a registration means: URNs and aliases
targeting.py    which resources the deployment is about, and what becomes of the others
checking.py     the provider's say on inputs, and what ignore_changes puts back
policing.py     what policy packs say of it
comparing.py    whether anything differs, and whether that replaces the object
changing.py     the steps from what is there to what is wanted
replacing.py    the steps of a replacement, in either order
cascade.py      what has to be deleted before an object that others depend on is
withholding.py  what a program may bring about in a refresh, and in a destruction
reading.py      look-ups by id
deleting.py     what is deleted at the end, and in which order

Source: pkg/resource/deploy/step_generator.go.
"""
