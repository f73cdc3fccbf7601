"""Providers: the only way from the engine to a cloud, by Pulumi's provider protocol (proto/pulumi/provider.proto).

transport.py        what carries a call: a method of an object in this process, or gRPC
in_process.py       the first: a servicer, called without a thread or a socket
plugin.py           the second: a plugin, called over gRPC
process.py          a plugin's process
guard.py            what lets that process not outlive the engine
launch.py           how that process is started, for a plugin that lies at a path
dynamic.py          and for the providers that a program itself defines
provider.py         one configured provider: what is sent to it, what its answers mean
answers.py          those answers, and the ways in which a call fails
registry.py         the provider resources of a deployment, and the provider behind each
defaults.py         default providers, made when the first resource asks for one
installed.py        the versions that they have where the program asks for none
builtin.py          the package `pulumi` that every engine brings along; stash.py its one resource that is managed
"""
