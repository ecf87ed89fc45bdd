# What other compiled files may use of repair.py, and what it keeps.
from xytour.solver.search.insertions cimport Insertions

cdef class Repair(Insertions):
    cdef double[::1] liking
    # of each day the stop to be inserted next, and how much it is liked
    cdef int[::1] choice_of_day
    cdef double[::1] key_of_day
    cdef void _set_liking(self) noexcept nogil
    cdef void _fill(self) noexcept nogil
    cdef bint _is_still_best(self, int d) noexcept nogil
    cdef void _choose(self, int d) noexcept nogil
    cdef double _key(self, int d, int s) noexcept nogil
    cdef bint _insert_best(self, int d, int s) noexcept nogil
    cdef void _insert(self, int d, int s) noexcept nogil
