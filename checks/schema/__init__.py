"""The inputs of every resource, held to the types of its SDK and to what its cloud takes: no SDK is imported, no provider is asked.

checking.py     every input of what a program registers
fault.py        what is wrong, and where
conformity.py   whether a value is what its type says; words.py in a sentence
alicloud/       what Alibaba Cloud takes of inputs that are of the right type
cloudformation/  what AWS takes of them
documentation.py  what the documentation in an SDK says of replacements
sdk.py          an installed SDK: what each resource type takes
    module.py       a file of it: classes of arguments, and enums
    annotations.py  from an annotation to the type that it says
    types.py        the types
"""
