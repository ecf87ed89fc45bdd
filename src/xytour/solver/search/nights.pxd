# What other compiled files may use of nights.py, and what it keeps.
from xytour.solver.search.ruin cimport Ruin

cdef class Nights(Ruin):
    cdef bint _change_beds(self) noexcept nogil
    cdef bint _move_bed(self) noexcept nogil
    cdef void _prune(self, int d) noexcept nogil
    cdef bint _go_elsewhere(self) noexcept nogil
    cdef long long _away(self, int night, int at) noexcept nogil
    cdef int _bed_near(self, int night, int at) noexcept nogil
