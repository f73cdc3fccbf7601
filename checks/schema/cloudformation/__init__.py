"""The inputs of AWS' resources, held to what CloudFormation's own schemas say of the same properties.

aws.tsv        types of pulumi-aws, what replaces them, and what holds of their inputs; written by `make cloudformation`
table.py       reads it, type by type, as somebody asks
replacing.py   which inputs replace what they are of
"""
