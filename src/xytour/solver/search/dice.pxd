# What other compiled files may use of dice.py.
cdef class Dice:
    cdef unsigned long long random_state
    cdef double draw(self) noexcept nogil
    cdef int draw_below(self, int n) noexcept nogil
