# What other compiled files may use of insertions.py, and what it keeps.
from xytour.solver.search.books cimport Books

cdef class Insertions(Books):
    # the stops that steps put in; others only leave the plan
    cdef int[::1] sought
    cdef int n_sought
    cdef object most_profit
    # the best insertion of each stop into each day
    cdef unsigned char[:, ::1] known
    cdef long long[:, ::1] gain
    cdef long long[:, ::1] effort
    cdef long long[:, ::1] near
    cdef long long[:, ::1] far
    cdef int[:, ::1] position
    cdef double[:, ::1] ratio
    # what each stop adds through categories and wishes
    cdef bint has_extra
    cdef long long[::1] extra
    # copies of days that a step changes
    cdef unsigned char[::1] is_kept
    cdef int[:, ::1] kept_tour
    cdef int[::1] kept_size
    cdef unsigned char[:, ::1] kept_known
    cdef long long[:, ::1] kept_gain
    cdef long long[:, ::1] kept_effort
    cdef long long[:, ::1] kept_near
    cdef long long[:, ::1] kept_far
    cdef int[:, ::1] kept_position
    cdef double[:, ::1] kept_ratio
    cdef void _keep(self, int d) noexcept nogil
    cdef void _undo(self) noexcept nogil
    cdef bint _retime(self) noexcept nogil
    cdef void _forget(self, int d) noexcept nogil
    cdef void _tighten(self, int d) noexcept nogil
    cdef void _look(self, int d, int s) noexcept nogil
    cdef long long _price(self, int c, int d, int s) noexcept nogil
    cdef long long _adds(self, int c, int d, int s) noexcept nogil
    cdef bint _is_affordable(self, int d, int s) noexcept nogil
    cdef bint _is_admitted(self, int s) noexcept nogil
    cdef void _set_extra(self) noexcept nogil
