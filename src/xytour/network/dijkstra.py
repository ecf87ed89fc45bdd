"""Shortest paths from many origins to many targets, Dijkstra with a binary heap.

A search ends when its last target is settled. Weights are integers, so that lengths are
exact and the same on every machine.

This file is Cython in pure Python mode: it runs as it stands, and is compiled where there
is a compiler, with the same results.
"""

import cython
import numpy as np

FAR = cython.declare(cython.longlong, 1 << 62)


@cython.boundscheck(False)
@cython.wraparound(False)
@cython.initializedcheck(False)
@cython.cdivision(True)
def many_to_many(
    first: cython.longlong[::1],
    head: cython.longlong[::1],
    weight: cython.longlong[::1],
    origins: cython.longlong[::1],
    targets: cython.longlong[::1],
    out: cython.longlong[:, ::1],
) -> None:
    """Write the lengths of the shortest paths into a table, ``FAR`` where there is none.

    Parameters
    ----------
    first : (n + 1,) int64
        Where each node's edges begin; the last is their number.
    head : (m,) int64
        Where each edge leads, edges in the order of their tails.
    weight : (m,) int64
        Length of each edge, 0 <= weight < ``FAR``.
    origins, targets : (k,) and (t,) int64
        Nodes.
    out : (k, t) int64
        Is filled. Paths of ``FAR`` or more count as none.
    """
    n: cython.Py_ssize_t = first.shape[0] - 1
    length: cython.longlong[::1] = np.empty(n, dtype=np.int64)
    heap: cython.longlong[::1] = np.empty(n + 1, dtype=np.int64)
    # Where a node stands in the heap: -1 not seen yet, -2 settled.
    place: cython.longlong[::1] = np.empty(n, dtype=np.int64)
    wanted: cython.longlong[::1] = np.zeros(n, dtype=np.int64)
    n_wanted: cython.Py_ssize_t = 0
    size: cython.Py_ssize_t
    left: cython.Py_ssize_t
    i: cython.Py_ssize_t
    child: cython.Py_ssize_t
    parent: cython.Py_ssize_t
    k: cython.Py_ssize_t
    t: cython.Py_ssize_t
    e: cython.Py_ssize_t
    u: cython.longlong
    v: cython.longlong
    here: cython.longlong
    for t in range(targets.shape[0]):
        n_wanted += 1 - wanted[targets[t]]
        wanted[targets[t]] = 1
    with cython.nogil:
        for k in range(origins.shape[0]):
            for i in range(n):
                length[i] = FAR
                place[i] = -1
            u = origins[k]
            length[u], heap[0], place[u] = 0, u, 0
            size, left = 1, n_wanted
            while size > 0 and left > 0:
                u = heap[0]
                place[u] = -2
                left -= wanted[u]
                size -= 1
                if size > 0:  # the last of the heap sinks from the top
                    v, i = heap[size], 0
                    here = length[v]
                    while 2 * i + 1 < size:
                        child = 2 * i + 1
                        if child + 1 < size and length[heap[child + 1]] < length[heap[child]]:
                            child += 1
                        if length[heap[child]] >= here:
                            break
                        heap[i] = heap[child]
                        place[heap[i]] = i
                        i = child
                    heap[i], place[v] = v, i
                for e in range(first[u], first[u + 1]):
                    v = head[e]
                    here = length[u] + weight[e]
                    if here >= length[v]:
                        continue
                    length[v] = here
                    i = place[v]
                    if i < 0:
                        i = size
                        size += 1
                    while i > 0:  # it rises to where it belongs
                        parent = (i - 1) // 2
                        if length[heap[parent]] <= here:
                            break
                        heap[i] = heap[parent]
                        place[heap[i]] = i
                        i = parent
                    heap[i], place[v] = v, i
            for t in range(targets.shape[0]):
                out[k, t] = length[targets[t]]
