"""The resource monitor: what the engine answers while a program runs (proto/pulumi/resource.proto, engine.proto).

monitor.py          the RPCs
registration.py     a request to register a resource, with what parents, providers and transforms add to it, as a goal
options.py          the resource options inside such a request
callbacks.py        functions of the program that the engine calls back: transforms
invokes.py          functions of providers
calls.py            methods of resources
packages.py         packages that a program registers, and the provider each request asks for
positions.py        where in the program a resource is made
"""
