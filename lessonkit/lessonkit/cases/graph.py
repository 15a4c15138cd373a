"""What a case is as a graph: which nodes can be reached, what ends, how long its ways are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from lessonkit.cases.case import GOOD_ENDS, Case, Way, ways_from

Graph = Mapping[str, list[str]]


def graph_of(case: Case) -> dict[str, list[str]]:
    """Return, by node, the nodes that its ways lead to."""
    return {node.id: [way.step.to for way in ways_from(node)] for node in case.nodes}


def reached(graph: Graph, start: Iterable[str]) -> set[str]:
    """Return the nodes that can be reached, those of the start among them."""
    found, left = set(), list(start)
    while left:
        node = left.pop()
        if node not in found:
            found.add(node)
            left += graph[node]
    return found


def leading_to(graph: Graph, ends: Iterable[str]) -> set[str]:
    """Return the nodes from which one of `ends` can be reached, those among them."""
    back: dict[str, list[str]] = {node: [] for node in graph}
    for node, targets in graph.items():
        for target in targets:
            back[target].append(node)
    return reached(back, ends)


def long_way(graph: Graph, start: str, most: int) -> list[str]:
    """Return a way of more than `most` steps from the start that meets no node twice; empty if none does."""
    known: set[tuple[str, frozenset[str]]] = set()  # tried without success

    def walk(way: list[str], met: frozenset[str]) -> list[str]:
        if len(way) > most + 1:
            return way
        if (way[-1], met) in known:
            return []
        for target in dict.fromkeys(graph[way[-1]]):
            if target not in met and (found := walk([*way, target], met | {target})):
                return found
        known.add((way[-1], met))
        return []

    return walk([start], frozenset([start]))


def mended(case: Case) -> list[Way]:
    """Return the wrong turns after which a good end can still be reached."""
    well = leading_to(graph_of(case), [node.id for node in case.ends if node.outcome in GOOD_ENDS])
    turns = [way for node in case.nodes for way in ways_from(node) if way.is_wrong]
    return [way for way in turns if way.step.to in well]


def layers(case: Case) -> list[list[str]]:
    """Return the nodes in layers: each below all that lead to it, but for ways that lead back."""
    graph = graph_of(case)
    order: list[str] = []  # each after those that its ways lead on to
    back: set[tuple[str, str]] = set()
    open_: set[str] = set()

    def visit(node: str) -> None:
        open_.add(node)
        for target in graph[node]:
            if target in open_:
                back.add((node, target))
            elif target not in order:
                visit(target)
        open_.remove(node)
        order.append(node)

    visit(case.start)
    depth = dict.fromkeys(order, 0)
    for node in reversed(order):
        for target in graph[node]:
            if (node, target) not in back:
                depth[target] = max(depth[target], depth[node] + 1)
    found: list[list[str]] = [[] for _ in range(max(depth.values()) + 1)]
    for node in reversed(order):
        found[depth[node]].append(node)
    return found
