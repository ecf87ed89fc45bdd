# cython: boundscheck=False, wraparound=False, cdivision=True
"""Random numbers that are the same on every machine, compiled or not."""

import cython

MASK = cython.declare(cython.ulonglong, (1 << 64) - 1)
FACTOR = cython.declare(cython.ulonglong, 0x2545F4914F6CDD1D)


@cython.cclass
class Dice:
    """A source of random numbers.

    Parameters
    ----------
    seed : int
        Of all that is drawn.
    """

    def __init__(self, seed):
        self.random_state = (int(seed) * 2 + 1) * 0x9E3779B97F4A7C15 & ((1 << 64) - 1)

    def draw(self) -> cython.double:
        """Return a random number from [0, 1) (xorshift64*)."""
        x: cython.ulonglong = self.random_state
        x = x ^ (x >> 12)
        x = (x ^ (x << 25)) & MASK
        x = x ^ (x >> 27)
        self.random_state = x
        x = (x * FACTOR) & MASK
        return cython.cast(cython.double, x >> 11) * (1.0 / 9007199254740992.0)

    def draw_below(self, n: cython.int) -> cython.int:
        """Return a random whole number from 0 to n - 1."""
        k: cython.int = cython.cast(cython.int, self.draw() * n)
        return k if k < n else n - 1
