"""What a plan proves: rules that read a plan alone, and a way to the plan of one environment on the state of another.

finding.py      what a rule reports
plan.py         a plan as rules read it: objects with what has them replaced, components with what they are told
edits.py        what the environment says that it did not say before
subject.py      what rules are held to: a plan, and the events of its environment
rule.py         what a rule is
rules/          a rule each
manifests/      the Kubernetes objects of a plan, held to what their API servers would say
schema/         the inputs of every resource, held to the types of its SDK
positions.py    where a program declares something
accepted.py     what an environment accepts, and until when
judgement.py    what all rules say of a plan
evolution.py    a plan with its findings: what is refused, what is allowed
expectation.py  what a change may come to, for tests
trial.py        an environment brought up in a scratch place, and others planned on it; stackfile.py their files
    adoption.py     what an environment knows by the ids of a real cloud
"""
