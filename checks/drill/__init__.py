"""What a loss does to what is deployed: a drill, read from a stack's resources, on a clock of its own.

declared.py     resources of a state as a drill reads them, and the site that each, or an address, belongs to
loss.py         what is lost: sites, clouds and zones, by the faults that are in force in the simulated clouds
served.py       a name that a provider of public DNS answers: what it may answer, and which checks decide
route53.py      such names in Route 53
gtm.py          such names in Alibaba Cloud's GTM
answers.py      how the answers of a name go from the lost sites to those that are left, and back
carrying.py     what is left against the peaks of events
rooms.py        whether the clusters that are left have room for that
standing.py     links that are lost, and ways out of sites that stand
drill.py        all of it together
timeline.py     the time line after a loss, and after its end
verdict.py      which promises are kept
rehearsal.py    every loss in turn
planned.py      what a plan would leave deployed; findings.py: what rules find of that

Nothing here reads a clock, and nothing waits: every moment is counted in seconds after the loss, each time at its worst.
"""
