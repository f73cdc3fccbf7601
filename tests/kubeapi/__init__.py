"""The Kubernetes objects of the environments, asked of a real API server: `make kube-conformance`.

building.py   kube-apiserver and etcd, built from their Go modules once
serving.py    the two of them at work on this machine
asking.py     objects, and the pods that they bring, asked of the API server without making them
agreement.py  whether it refuses what the offline check calls an error
defaulting.py whether the simulated cluster makes of an object what it does
__main__.py   all environments, and what came of it
"""
