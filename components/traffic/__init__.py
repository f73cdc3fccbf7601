"""Rules of names that several sites serve, pure: no resource is made here.

timing.py     how long a lost site is still answered: interval × threshold + timeout + TTL, held to an objective
weights.py    how shares in percent become weights, and what is wrong with them
checks.py     which health checks fail when endpoints do, the calculated ones too
zone.py       records as Route 53 keeps them
answer.py     what Route 53 answers, by records, weights and health
gtm.py        the same of Alibaba Cloud's GTM
steps.py      the dated steps of a migration: what each moves, and how it stands on a day
sending.py    what each site is sent of a name's requests, with all sites there and after a loss: what floors of events go by
migrations.py what moves, and which shares are in force, of what an environment says
"""
