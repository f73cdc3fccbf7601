"""The graph of a state in the DOT language, for Graphviz: who depends on whom, and who is whose parent.

Source: pkg/cmd/pulumi/stack/stack_graph.go and pkg/graph/dotconv/print.go.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from engine import urn
from engine.resource import Resource

from .names import quote


@dataclass(frozen=True, slots=True, kw_only=True)
class GraphOptions:
    """What a graph shows, and how.

    Args:
        dependencies: whether dependencies are edges.
        parents: whether parents are.
        dependency_color: of the edges from what is needed to what needs it.
        parent_color: of the edges from children to parents.
        short_names: names instead of URNs.
        fragment: DOT to begin the graph with.
    """

    dependencies: bool = True
    parents: bool = True
    dependency_color: str = "#246C60"
    parent_color: str = "#AA6639"
    short_names: bool = False
    fragment: str = ""


def dot(resources: Iterable[Resource], options: GraphOptions) -> str:
    """The graph of a state's resources, by URN; of two with the same URN, it shows the later."""
    by_urn = {resource.urn: resource for resource in resources}
    numbers: dict[str, int] = {}

    def node(urn_: str) -> str:
        return f"Resource{numbers.setdefault(urn_, len(numbers))}"

    edges = _edges(by_urn, options)
    lines = ["strict digraph {", *([options.fragment] if options.fragment else ())]
    for urn_ in sorted(by_urn):
        label = quote(urn.name_of(urn_) if options.short_names else urn_)
        lines.append(f"    {node(urn_)} [label={label}];")
        lines += [f"    {node(urn_)} -> {node(to)} [{attributes}];" for to, attributes in edges[urn_]]
    return "\n".join([*lines, "}\n"])


def _edges(by_urn: dict[str, Resource], options: GraphOptions) -> dict[str, list[tuple[str, str]]]:
    """Where the edges of each resource go, and what they look like, in the order of the state."""
    edges: dict[str, list[tuple[str, str]]] = {urn_: [] for urn_ in by_urn}
    for resource in by_urn.values():
        for needed in resource.dependencies if options.dependencies else ():
            keys = [key for key, urns in sorted(resource.property_dependencies.items()) if needed in urns]
            label = f", label = {quote(', '.join(keys))}" if keys else ""
            if needed in edges:
                edges[needed].append((resource.urn, f"color = {quote(options.dependency_color)}{label}"))
        if options.parents and resource.parent in edges:
            edges[resource.urn].append((resource.parent, f"color = {quote(options.parent_color)}"))
    return edges
