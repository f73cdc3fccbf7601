"""Rules of what joins two sites, pure: no resource is made here.

numbers.py      a site's number in its environment's address space, and its ASN
inside.py       the inside ranges of the tunnels between two sites
pairs.py        which sites are joined: a mesh, a hub, or pairs
routing.py      by which link a site reaches another
ranges.py       which ranges of a network its linked tiers lie in
tunnels.py      which four tunnels there are, and how each cloud bundles them
encryption.py   what both ends of a tunnel agree on, in each cloud's own words

Nothing here depends on which other sites there are: a site that comes or goes moves no number and no range of the others.
"""
