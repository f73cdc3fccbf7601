"""Imported resources as the Python code that declares them, laid out as Pulumi lays out generated programs.

    names.py      names of variables
    literals.py   texts and numbers
    values.py     property values, by what the SDK's classes take
    references.py which values are other resources' ids, names and ARNs
    program.py    the declarations in their order, and the imports above them

Source: pkg/importer/hcl2.go, pkg/importer/language.go, pkg/codegen/python/gen_program.go.
"""
