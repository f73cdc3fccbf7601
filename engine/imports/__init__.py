"""Imports of objects that exist, as a deployment of their own.

    request.py       one object to import; what is wrong with a list of them
    file.py          the JSON of an import file, read and written
    resolving.py     from the entries of a file to objects to import, with their URNs and the names of variables
    importer.py      the deployment: what the state has stays, providers are made, objects are read
    placeholders.py  the import file of a preview: an entry for each resource that would be created
    keys.py          the stack's own encryption, for secrets in such files
    shapes.py        what the program's SDKs know of resource types

Source: pkg/resource/deploy/import.go, pkg/cmd/pulumi/operations/{import,preview}.go.
"""
