# What other compiled files may use of ruin.py, and what it keeps.
from xytour.solver.search.repair cimport Repair

cdef class Ruin(Repair):
    cdef int[::1] is_cut
    cdef int _ruin(self) noexcept nogil
    cdef void _cut_string(self, int d, int p, int longest) noexcept nogil
    cdef void _cut(self, int d, int p, int count) noexcept nogil
    cdef int _draw_stop(self) noexcept nogil
    cdef bint _is_wanted(self, int s) noexcept nogil
