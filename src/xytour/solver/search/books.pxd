# What other compiled files may use of books.py, and what it keeps.
from xytour.solver.schedule cimport Schedule
from xytour.solver.search.dice cimport Dice

cdef class Books:
    cdef Schedule schedule
    cdef Dice dice
    cdef int n
    cdef int n_days
    cdef int n_bed_rows
    cdef int n_categories
    cdef int[::1] group
    cdef unsigned char[::1] counts
    cdef long long[::1] max_stops
    cdef unsigned char[::1] required
    cdef int n_required
    # caps: of everything (the budget), of some kinds of spending
    cdef int n_caps
    cdef bint has_way_caps
    cdef long long[::1] cap_most
    cdef unsigned char[:, ::1] cap_stop
    cdef unsigned char[::1] cap_break
    cdef unsigned char[:, ::1] cap_way
    cdef long long[:, ::1] cap_bed
    cdef long long[:, ::1] day_spent
    cdef long long[::1] spent
    # beds: of night d those from bed_first[d] to bed_first[d + 1]
    cdef long long bed_change_penalty
    cdef bint one_bed
    cdef bint has_choice
    cdef unsigned char[::1] is_night
    cdef int n_nights
    cdef int[::1] bed_first
    cdef int[::1] bed_location
    cdef long long[::1] bed_cost
    cdef long long[::1] bed_profit
    # categories
    cdef long long[:, ::1] weight_in
    cdef long long[::1] least
    cdef long long[::1] most
    cdef int[::1] rate_first
    cdef long long[::1] rate_from
    cdef long long[::1] rate
    # what a usual stop is worth, and a wish
    cdef double typical
    cdef double want
    # the plan at hand; row 0 of the beds is what they were before the step
    cdef int[:, ::1] bed
    cdef int[::1] used
    cdef long long[::1] counted
    cdef long long[::1] day_score
    cdef long long[::1] total_in
    cdef long long score
    cdef double missing
    cdef double energy
    cdef void _take(self, int stop, int sign) noexcept nogil
    cdef void _value_day(self, int d) noexcept nogil
    cdef long long _spending(self, int c, int d) noexcept nogil
    cdef long long _reward(self, int c, long long total) noexcept nogil
    cdef void _value(self) noexcept nogil
    cdef void _set_ends(self) noexcept nogil
    cdef bint _is_one_bed(self) noexcept nogil
    cdef void _put_day(self, int d, int[:, ::1] tours, int[::1] sizes) noexcept nogil
    cdef void _copy_plan(self, int[:, ::1] tours, int[::1] sizes, int[::1] beds) noexcept nogil
