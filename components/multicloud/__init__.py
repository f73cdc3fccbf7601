"""What joins sites: links between their networks, names that several of them serve, data that lies in more than one.

A component here knows no component of a cloud: it is told networks by their contract, and the providers of both ends.
"""
