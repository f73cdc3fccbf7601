"""The Kubernetes objects of a plan, held to what their API server would say, without one.

problem.py      what is wrong with an object, and where
clusters.py     the cluster that a Kubernetes provider leads to, and its version
objects.py      every object, as the program gave it
walking.py      places in an object
pods.py         the pods that an object brings
neighbours.py   the objects of the same cluster, as others refer to them; counts.py how many pods they make
schemas.py      the schemas of the cluster's own version; removed.py what it no longer has
rules/          what schemas miss, a file a concept
checking.py     all of it
order.py        the order in which they are applied, and what of them may be shown
"""
