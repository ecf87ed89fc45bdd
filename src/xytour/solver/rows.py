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
    """

    def __init__(self, groups: IntArray) -> None:
        self.groups: list[int] = groups.tolist()
        self.known: list[list[int]] = [[] for _ in self.groups]
        self._column = {g: k for k, g in enumerate(sorted(set(self.groups)))}

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

    def rows(self, n_starts: int) -> tuple[RowArray, RowArray, RowArray]:
        """Return a row for each node and set of groups it remembers, then one for each start.

        Returns
        -------
        first_row : (nodes + 1,) int32
            The first row of each node; the set number k is the k-th row after it.
        node_of : (rows,) int32
            The node of each row; of a start a number after all nodes.
        to : (rows, nodes) int32
            The row that a ride from a row to a node leads to, -1 if the group was used.
        """
        n_nodes = len(self.groups)
        sizes = [1 << len(known) for known in self.known]
        first = np.cumsum([0, *sizes])
        owner = np.repeat(np.arange(n_nodes), sizes)
        own = np.array([self._column[g] for g in self.groups], dtype=np.int64)
        used = np.zeros((len(owner) + n_starts, len(self._column)), dtype=bool)
        used[np.arange(len(owner)), own[owner]] = True
        sets = np.arange(len(owner)) - first[owner]
        for node, known in enumerate(self.known):
            rows = slice(first[node], first[node + 1])
            for bit, group in enumerate(known):
                used[rows, self._column[group]] |= (sets[rows] >> bit) & 1 > 0
        to = np.where(used[:, own], -1, first[:-1]).astype(np.int32)
        for node, known in enumerate(self.known):
            if known:
                columns = [self._column[group] for group in known]
                sets = used[:, columns] @ (1 << np.arange(len(known)))
                to[:, node] += np.where(to[:, node] < 0, 0, sets)
        node_of = np.concatenate([owner, n_nodes + np.arange(n_starts)])
        return first.astype(np.int32), node_of.astype(np.int32), np.ascontiguousarray(to)
