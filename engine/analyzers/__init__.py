"""Policy packs: processes that look at every resource before it is planned with, and at the whole stack when it stands.

Pulumi's analyzer protocol (proto/pulumi/analyzer.proto). Nothing of this is imported where no pack was asked for.

packs.py      what was asked for: PulumiPolicy.yaml and the configuration of its policies
settings.py   that configuration: read from its file, completed with a pack's defaults, validated
schema.py     validation by JSON Schema, in the words that Pulumi's users know
launch.py     how a pack's process is started
analyzer.py   one pack's process, and what is asked of it
tracebacks.py what a pack raised, with its own frames alone
requests.py   resources as a pack is sent them
policies.py   all packs of a deployment, and what their answers mean for it
"""
