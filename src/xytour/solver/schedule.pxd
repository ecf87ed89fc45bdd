# What other compiled files may use of schedule.py.
cdef class Schedule:
    cdef int n_days
    cdef int n_stops
    cdef bint has_fares
    cdef bint has_rides
    cdef int[::1] n_breaks
    cdef long long[::1] earliest
    cdef long long[::1] latest
    cdef int[:, ::1] travel
    cdef int[:, ::1] travel_cost
    cdef unsigned char[::1] is_far
    cdef int[::1] location
    cdef long long[:, ::1] duration
    cdef long long[:, ::1] profit
    cdef long long[:, ::1] cost
    cdef int[:, ::1] meal
    cdef long long[::1] window_of
    cdef long long[:, ::1] window
    cdef long long[:, ::1] opens
    cdef long long[:, ::1] closes
    cdef int[:, ::1] ride_of
    cdef long long[::1] ride_first
    cdef long long[::1] ride_otherwise
    cdef long long[::1] ride_times
    cdef long long[::1] ride_values
    cdef long long[:, ::1] low
    cdef long long[:, ::1] high
    cdef long long[:, ::1] length
    cdef long long[:, ::1] break_cost
    cdef long long travel_penalty
    cdef int[:, ::1] tour
    cdef int[::1] size
    cdef int[::1] start
    cdef int[::1] end
    cdef long long[:, :, ::1] leave
    cdef long long[:, :, ::1] arrive
    cdef long long[:, ::1] soonest
    cdef long long[:, ::1] last
    cdef long long[:, ::1] now
    cdef long long gain
    cdef long long effort
    cdef long long money
    cdef long long far_money
    cdef int position
    cdef long long arrival(self, int here, int there, long long leave) noexcept nogil
    cdef long long _ride(self, int ride, long long leave) noexcept nogil
    cdef long long departure(self, int here, int there, long long by) noexcept nogil
    cdef long long _ride_by(self, int ride, long long by) noexcept nogil
    cdef void _pause(self, int row, int d) noexcept nogil
    cdef void _unpause(self, int row, int d) noexcept nogil
    cdef long long begin(self, int stop, int d, long long at) noexcept nogil
    cdef long long _begin_by(self, int stop, int d, long long at) noexcept nogil
    cdef long long _serve(self, int stop, int d) noexcept nogil
    cdef void _ride_on(self, int d, int p, int here, int there) noexcept nogil
    cdef long long forward(self, int d) noexcept nogil
    cdef void _note_leave(self, int d, int p) noexcept nogil
    cdef void backward(self, int d) noexcept nogil
    cdef void _note_arrive(self, int d, int p) noexcept nogil
    cdef bint time(self, int d) noexcept nogil
    cdef void insert(self, int d, int p, int stop) noexcept nogil
    cdef void remove(self, int d, int p, int count) noexcept nogil
    cdef bint try_stop(self, int stop, int d, long long slack, long long near_slack, long long far_slack) noexcept nogil
    cdef long long _far_detour(self, int here, int at, int there) noexcept nogil
    cdef long long _fits(self, int stop, int d, int p, int here, int there) noexcept nogil
