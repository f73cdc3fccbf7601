"""A state edited by hand, one operation at a time: under the lock, with a backup, written whole or not at all.

opening.py    the state of a stack, open for an edit
finding.py    the resource that a URN means, and what may have been meant where there is none
dependents.py who needs a resource and no other
deleting.py   resources taken out of the state, which leaves their objects as they are
marking.py    protection, and what the next update is to replace
renaming.py   another name, everywhere
exports.py    what other engines print of a stack, as resources and back
moving.py     from one stack to another
cutting.py    one stack as several, and several as one; rearranging.py done to their states, all of it or nothing
repairing.py  an order that holds, and no reference to what is not there

Source: pkg/cmd/pulumi/state, pkg/resource/edit/operations.go.
"""
