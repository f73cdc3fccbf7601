"""What an account has before its first environment: where state is kept, who deploys, and what there is but once.

model.py      an account's file, typed
source.py     reading it: every fault at once, at its line
rules.py      what holds between its fields
account.py    from the file to components: aws.py, alicloud.py
variables.py  what workflows are told
"""
