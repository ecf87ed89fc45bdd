"""Shortest paths from many origins to many targets."""

import importlib.util

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xytour.network import dijkstra, geodesy

FAR = 1 << 62
SOURCE = geodesy.__file__.replace("geodesy", "dijkstra")


def _plain():
    """Return the file as plain Python, whatever was compiled."""
    spec = importlib.util.spec_from_file_location("plain_dijkstra", SOURCE)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


FORMS = pytest.mark.parametrize("form", [dijkstra, _plain()], ids=["installed", "plain"])

edges = st.integers(1, 12).flatmap(
    lambda n: st.tuples(
        st.just(n),
        st.lists(
            st.tuples(
                st.integers(0, n - 1),
                st.integers(0, n - 1),
                st.one_of(st.integers(0, 9), st.integers(0, FAR - 1)),
            ),
            max_size=40,
        ),
        st.lists(st.integers(0, n - 1), min_size=1, max_size=6),
        st.lists(st.integers(0, n - 1), min_size=1, max_size=6),
    )
)


def lengths(form, n, links, origins, targets):
    """Return the table that a form of the search writes."""
    links = sorted(links, key=lambda link: link[0])
    tail, head, weight = np.array(links, dtype=np.int64).reshape(-1, 3).T.copy()
    first = np.searchsorted(tail, np.arange(n + 1)).astype(np.int64)
    out = np.empty((len(origins), len(targets)), dtype=np.int64)
    ends = [np.array(side, dtype=np.int64) for side in (origins, targets)]
    form.many_to_many(first, head, weight, *ends, out)
    return out


@FORMS
@given(case=edges)
def test_lengths_are_those_of_networkx(form, case):
    """Parallel edges, loops, zeros, huge weights, targets that come twice: all the same."""
    n, links, origins, targets = case
    graph = nx.MultiDiGraph()
    graph.add_nodes_from(range(n))
    for tail, head, weight in links:
        graph.add_edge(tail, head, weight=weight)

    found = lengths(form, n, links, origins, targets)

    for row, origin in zip(found.tolist(), origins, strict=True):
        exact = nx.single_source_dijkstra_path_length(graph, origin)
        assert row == [min(exact.get(target, FAR), FAR) for target in targets]


def test_a_long_chain_and_many_shortcuts():
    """On a random road grid every length agrees with networkx, one thousand nodes."""
    rng = np.random.default_rng(3)
    graph = nx.grid_2d_graph(32, 32)
    graph = nx.convert_node_labels_to_integers(graph).to_directed()
    links = [(a, b, int(rng.integers(1, 1000))) for a, b in graph.edges]
    nx.set_edge_attributes(graph, {(a, b): w for a, b, w in links}, "weight")

    found = lengths(dijkstra, 1024, links, range(0, 1024, 100), range(1024))

    for row, origin in zip(found.tolist(), range(0, 1024, 100), strict=True):
        exact = nx.single_source_dijkstra_path_length(graph, origin)
        assert row == [exact[k] for k in range(1024)]
