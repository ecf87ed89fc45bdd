"""What each node of a day remembers of the groups used before, and the rows that makes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from xytour.solver.problem import IntArray

    RowArray = NDArray[np.int32]

MOST_REMEMBERED = 6


class Memory:
    """For each node a few groups of which it knows whether they were used.

    Parameters
    ----------
    groups
        (nodes,) the group of each node, which it always knows.
    n_starts, n_ends
        How many places days may begin and end at. What these remember was used on days before.
    """

    def __init__(self, groups: IntArray, n_starts: int, n_ends: int) -> None:
        self.groups: list[int] = groups.tolist()
        self.known: list[list[int]] = [[] for _ in self.groups]
        self.before: list[list[int]] = [[] for _ in range(n_starts)]
        self.after: list[list[int]] = [[] for _ in range(n_ends)]

    @property
    def size(self) -> int:
        """How many rows there are, ends left aside."""
        return sum(1 << len(some) for some in (*self.known, *self.before))

    def knows(self, node: int, group: int) -> bool:
        """Whether a node knows of a group that it was used."""
        return group == self.groups[node] or group in self.known[node]

    def remember(self, node: int, group: int) -> bool:
        """Let a node know of a group; return whether this is new to it.

        Who remembers much already forgets what it was told first.
        """
        if self.knows(node, group):
            return False
        if len(self.known[node]) >= MOST_REMEMBERED:
            self.known[node].pop(0)
        self.known[node].append(group)
        return True

    def rows(self) -> tuple[RowArray, RowArray, RowArray]:
        """Return a row for each node or start and set of groups that it remembers, then ends'.

        Returns
        -------
        first_row : (nodes + starts + ends + 1,) int32
            The first row of each node, then of each start and end; the set number k is the
            k-th row after it.
        node_of : (rows,) int32
            The node of each row; of a start a number after all nodes. Ends left aside.
        to : (rows, nodes + ends) int32
            The row that a ride from a row to a node or an end leads to, -1 if the group was
            used.
        """
        n_nodes, known = len(self.groups), [*self.known, *self.before]
        first = np.cumsum([0, *(1 << len(some) for some in (*known, *self.after))])
        owner = np.repeat(np.arange(len(known)), [1 << len(some) for some in known])
        names = {*self.groups, *(g for some in (*known, *self.after) for g in some)}
        column = {g: k for k, g in enumerate(sorted(names))}
        own = np.array([column[g] for g in self.groups], dtype=np.int64)
        used = np.zeros((len(owner), len(column)), dtype=bool)
        inner = np.flatnonzero(owner < n_nodes)
        used[inner, own[owner[inner]]] = True
        sets = np.arange(len(owner)) - first[owner]
        for k, some in enumerate(known):
            rows = slice(first[k], first[k + 1])
            for bit, group in enumerate(some):
                used[rows, column[group]] |= (sets[rows] >> bit) & 1 > 0
        spots = np.array([*first[:n_nodes], *first[len(known) : -1]], dtype=np.int32)
        to = np.tile(spots, (len(owner), 1))
        for k, some in enumerate((*self.known, *self.after)):
            if some:
                columns = [column[group] for group in some]
                to[:, k] += used[:, columns] @ (1 << np.arange(len(some), dtype=np.int32))
        to[:, :n_nodes][used[:, own]] = -1
        return first.astype(np.int32), owner.astype(np.int32), to
