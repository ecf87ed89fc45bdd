# cython: boundscheck=False, wraparound=False
"""The search of the timetable: one pass over the day's connections.

A connection is a vehicle going from one stop to the next. They come in order of arrival,
so that all that one can have come by is known when a connection is looked at. This is the
profile connection scan of Dibbelt, Pajor, Strasser and Wagner (2013,
doi:10.1007/978-3-642-38527-8_6) turned round in time, to go from one origin to all stops.

Two things differ. Transfers are looked up when a vehicle is boarded, not spread when one
is left: the list of a stop then holds arrivals by vehicle alone and grows at its end, and
transfers need not be closed, since none is ever chained. And vehicles that take no time
at all from one stop to the next (times rounded to minutes) are scanned again until
nothing changes, since one may change between them in any order.

This file is Cython in pure Python mode: it runs as it stands, and is compiled where there
is a compiler, with the same results.
"""

import cython
import numpy as np

COMPILED = cython.compiled
NONE = cython.declare(cython.int, -1)
FAR = cython.declare(cython.int, 2_000_000_000)


@cython.cclass
class Scan:
    """The connections of some days.

    Parameters
    ----------
    tables
        All int32. For each connection, in order of arrival, departure and place in its
        trip: departure, arrival, seconds to be there early, from-stop, to-stop, trip,
        whether one may get on, whether one may get off. Then transfers by the stop where
        the next vehicle is boarded: first of each stop, the stop where the last vehicle
        is left, seconds in between.
    n_stops, n_trips
        How many there are.
    until_s
        Nobody leaves the origin after that second.
    """

    n: cython.int
    n_stops: cython.int
    n_trips: cython.int
    until_s: cython.int
    departure: cython.int[::1]
    arrival: cython.int[::1]
    early: cython.int[::1]
    tail: cython.int[::1]
    head: cython.int[::1]
    trip: cython.int[::1]
    boards: cython.int[::1]
    alights: cython.int[::1]
    into_first: cython.int[::1]
    into_stop: cython.int[::1]
    into_s: cython.int[::1]
    # where the arrivals of each stop begin in the lists of what was found
    room: cython.int[::1]

    def __init__(self, tables, n_stops, n_trips, until_s):
        (
            self.departure,
            self.arrival,
            self.early,
            self.tail,
            self.head,
            self.trip,
            self.boards,
            self.alights,
            self.into_first,
            self.into_stop,
            self.into_s,
        ) = tables
        self.n = len(tables[0])
        self.n_stops, self.n_trips, self.until_s = n_stops, n_trips, until_s
        counts = np.bincount(tables[4], minlength=n_stops)
        self.room = np.append(0, np.cumsum(counts)).astype(np.int32)

    def latest(self, access_s):
        """Find for each stop all arrivals by vehicle, with the latest start of each.

        Parameters
        ----------
        access_s : (stops,) int32
            Seconds from the origin until one can leave each stop, -1 where there is no way.

        Returns
        -------
        first : (stops + 1,) int32
            Where the rows of each stop begin; not all of its rows are used.
        leave : (rows,) int32
            Latest second at which one leaves the origin, rising; -1 in unused rows.
        arrive : (rows,) int32
            Seconds of the arrivals, rising.
        """
        size = int(self.room[self.n_stops])
        leave = np.full(size, NONE, dtype=np.int32)
        arrive = np.zeros(size, dtype=np.int32)
        used = np.array(self.room[: self.n_stops], dtype=np.int32)
        aboard = np.full(self.n_trips, NONE, dtype=np.int32)
        kept = np.zeros(self.n, dtype=np.int32)
        self._latest(access_s, leave, arrive, used, aboard, kept)
        return np.asarray(self.room), leave, arrive

    @cython.cfunc
    @cython.exceptval(check=False)
    def _latest(
        self,
        access: cython.int[::1],
        leave: cython.int[::1],
        arrive: cython.int[::1],
        used: cython.int[::1],
        aboard: cython.int[::1],
        kept: cython.int[::1],
    ) -> cython.void:
        c: cython.int = 0
        end: cython.int
        time: cython.int
        k: cython.int
        changed: cython.bint
        with cython.nogil:
            while c < self.n:
                time = self.arrival[c]
                end = c + 1
                if self.departure[c] == time:
                    while (
                        end < self.n and self.departure[end] == time and self.arrival[end] == time
                    ):
                        end += 1
                if end == c + 1:
                    self._board(c, access, leave, arrive, used, aboard)
                    c = end
                    continue
                for k in range(c, end):
                    kept[k] = aboard[self.trip[k]]
                changed = True
                while changed:
                    changed = False
                    # A vehicle starts the scan again with those who were aboard before it:
                    # nobody rides back to a stop that it has passed in the same moment.
                    for k in range(c, end):
                        aboard[self.trip[k]] = kept[k]
                    for k in range(c, end):
                        if self._board(k, access, leave, arrive, used, aboard):
                            changed = True
                c = end

    @cython.cfunc
    @cython.nogil
    @cython.exceptval(check=False)
    def _board(
        self,
        c: cython.int,
        access: cython.int[::1],
        leave: cython.int[::1],
        arrive: cython.int[::1],
        used: cython.int[::1],
        aboard: cython.int[::1],
    ) -> cython.bint:
        """Take a connection; tell whether anyone reaches its stop with a later start."""
        trip: cython.int = self.trip[c]
        stop: cython.int = self.tail[c]
        best: cython.int = aboard[trip]
        ready: cython.int = self.departure[c] - self.early[c]
        start: cython.int
        row: cython.int
        last: cython.int
        by: cython.int
        k: cython.int
        changed: cython.bint = False
        if self.boards[c]:
            if access[stop] >= 0:
                start = ready - access[stop]
                if start > self.until_s:
                    start = self.until_s
                if start >= 0 and start > best:
                    best = start
            for k in range(self.into_first[stop], self.into_first[stop + 1]):
                row = self.into_stop[k]
                last = used[row] - 1
                # The last row is the latest start: nothing there helps if it does not.
                if last < self.room[row] or leave[last] <= best:
                    continue
                by = ready - self.into_s[k]
                while last >= self.room[row] and arrive[last] > by:
                    last -= 1
                if last >= self.room[row] and leave[last] > best:
                    best = leave[last]
        if best == NONE:
            return False
        aboard[trip] = best
        if self.alights[c]:
            row = self.head[c]
            last = used[row] - 1
            if last < self.room[row] or leave[last] < best:
                if last < self.room[row] or arrive[last] < self.arrival[c]:
                    last = used[row]
                    used[row] += 1
                leave[last] = best
                arrive[last] = self.arrival[c]
                changed = True
        return changed

    def frontier(self, found, first, stop, walk_s, otherwise_min):
        """Turn arrivals at stops into arrival functions of targets, in minutes.

        Parameters
        ----------
        found
            As `latest` returns it.
        first : (targets + 1,) int32
            Where the rows of each target begin in the two that follow.
        stop, walk_s : (rows,) int32
            Stops from which there is a way to the target, and its seconds.
        otherwise_min : (targets,) int32
            Minutes from the origin without a vehicle, -1 where there is no way.

        Returns
        -------
        first : (targets + 1,) int32
            Where the rows of each target begin.
        departures, arrivals : (rows,) int32
            Minutes, both rising: a departure is rounded down, an arrival up; rows that
            take as long as the way without a vehicle are left out.
        """
        n = len(first) - 1
        minutes = self.until_s // 60 + 1
        best = np.full(minutes, FAR, dtype=np.int32)
        bounds = np.zeros(n + 1, dtype=np.int32)
        departures = np.zeros(0, dtype=np.int32)
        arrivals = np.zeros(0, dtype=np.int32)
        size = 0
        for target in range(n):
            if len(departures) < size + minutes:
                more = np.zeros(len(departures) + minutes, dtype=np.int32)
                departures = np.concatenate([departures, more])
                arrivals = np.concatenate([arrivals, more])
            size = self._merge(
                found[1],
                found[2],
                stop[first[target] : first[target + 1]],
                walk_s[first[target] : first[target + 1]],
                otherwise_min[target],
                best,
                departures,
                arrivals,
                size,
            )
            bounds[target + 1] = size
        return bounds, departures[:size].copy(), arrivals[:size].copy()

    @cython.cfunc
    @cython.cdivision(True)
    @cython.exceptval(check=False)
    def _merge(
        self,
        leave: cython.int[::1],
        arrive: cython.int[::1],
        stop: cython.int[::1],
        walk: cython.int[::1],
        otherwise: cython.int,
        best: cython.int[::1],
        departures: cython.int[::1],
        arrivals: cython.int[::1],
        size: cython.int,
    ) -> cython.int:
        """Write the rows of one target from ``size`` on; return where they end."""
        low: cython.int = FAR
        high: cython.int = -1
        k: cython.int
        row: cython.int
        minute: cython.int
        there: cython.int
        soonest: cython.int = FAR
        begin: cython.int = size
        end: cython.int
        with cython.nogil:
            for k in range(stop.shape[0]):
                for row in range(self.room[stop[k]], self.room[stop[k] + 1]):
                    if leave[row] < 0:
                        break
                    minute = leave[row] // 60
                    there = (arrive[row] + walk[k] + 59) // 60
                    if otherwise >= 0 and there - minute >= otherwise:
                        continue
                    if there < best[minute]:
                        best[minute] = there
                        if minute < low:
                            low = minute
                        if minute > high:
                            high = minute
            minute = high
            while minute >= low:
                if best[minute] < soonest:
                    soonest = best[minute]
                    departures[size] = minute
                    arrivals[size] = soonest
                    size += 1
                best[minute] = FAR
                minute -= 1
            # Written from the latest on; turn the rows round.
            end = size - 1
            while begin < end:
                departures[begin], departures[end] = departures[end], departures[begin]
                arrivals[begin], arrivals[end] = arrivals[end], arrivals[begin]
                begin += 1
                end -= 1
        return size

    def ride(self, access_s, leave_s, before, is_first):
        """Take one more vehicle: earliest arrivals at all stops, and how they came about.

        Parameters
        ----------
        access_s : (stops,) int32
            As for `latest`.
        leave_s
            When one leaves the origin.
        before : (stops,) int32
            Earliest arrivals with one vehicle less, a large number where there is none.
        is_first
            Whether this is the first vehicle, boarded from the origin.

        Returns
        -------
        arrivals : (stops,) int32
            Earliest arrivals with at most this many vehicles.
        entered, left : (stops,) int32
            Connections boarded and left for those arrivals that are new, else -1.
        is_better
            Whether any arrival is new.
        """
        arrivals = np.array(before, dtype=np.int32)
        entered = np.full(self.n_stops, NONE, dtype=np.int32)
        left = np.full(self.n_stops, NONE, dtype=np.int32)
        aboard = np.full(self.n_trips, NONE, dtype=np.int32)
        is_better = self._ride(access_s, leave_s, before, is_first, arrivals, entered, left, aboard)
        return arrivals, entered, left, bool(is_better)

    @cython.cfunc
    @cython.exceptval(check=False)
    def _ride(
        self,
        access: cython.int[::1],
        leave_s: cython.int,
        before: cython.int[::1],
        is_first: cython.bint,
        arrivals: cython.int[::1],
        entered: cython.int[::1],
        left: cython.int[::1],
        aboard: cython.int[::1],
    ) -> cython.bint:
        c: cython.int
        k: cython.int
        stop: cython.int
        ready: cython.int
        is_better: cython.bint = False
        with cython.nogil:
            for c in range(self.n):
                if aboard[self.trip[c]] == NONE and self.boards[c]:
                    stop = self.tail[c]
                    ready = self.departure[c] - self.early[c]
                    if is_first:
                        if access[stop] >= 0 and leave_s + access[stop] <= ready:
                            aboard[self.trip[c]] = c
                    else:
                        for k in range(self.into_first[stop], self.into_first[stop + 1]):
                            if before[self.into_stop[k]] <= ready - self.into_s[k]:
                                aboard[self.trip[c]] = c
                                break
                if (
                    aboard[self.trip[c]] != NONE
                    and self.alights[c]
                    and self.arrival[c] < arrivals[self.head[c]]
                ):
                    arrivals[self.head[c]] = self.arrival[c]
                    entered[self.head[c]] = aboard[self.trip[c]]
                    left[self.head[c]] = c
                    is_better = True
        return is_better
