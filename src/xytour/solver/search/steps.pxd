# What other compiled files may use of steps.py, and what it keeps.
from xytour.solver.search.nights cimport Nights

cdef class Search(Nights):
    cdef double old_energy
    cdef bint improved
    cdef long long steps
    # the best plan
    cdef int[:, ::1] best_tour
    cdef int[::1] best_size
    cdef int[::1] best_bed
    cdef long long best_score
    cdef double best_missing
    # with a choice of beds: the plan that excursions start from, and the steps of this one
    cdef int[:, ::1] home_tour
    cdef int[::1] home_size
    cdef int[::1] home_bed
    cdef double home_energy
    cdef int out
    # tours of good plans, the last ones; each row is day, start, end, size and the stops
    cdef int[:, ::1] pool
    cdef long long pooled
    cdef unsigned long long[::1] met
    cdef void _run(self, long long steps, double hot, double cold) noexcept nogil
    cdef void _step(self, double margin) noexcept nogil
    cdef void _begin_step(self) noexcept nogil
    cdef void _recreate(self, int outsider) noexcept nogil
    cdef void _complete(self) noexcept nogil
    cdef void _go_out(self) noexcept nogil
    cdef void _note_home(self) noexcept nogil
    cdef void _go_home(self) noexcept nogil
    cdef void _note_best(self) noexcept nogil
    cdef bint _is_better(self) noexcept nogil
    cdef void _pool_days(self) noexcept nogil
    cdef unsigned long long _mark(self, int d) noexcept nogil
    cdef unsigned long long _mix(self, unsigned long long mark, int number) noexcept nogil
