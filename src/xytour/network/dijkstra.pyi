import numpy as np
from numpy.typing import NDArray

def many_to_many(
    first: NDArray[np.int64],
    head: NDArray[np.int64],
    weight: NDArray[np.int64],
    origins: NDArray[np.int64],
    targets: NDArray[np.int64],
    out: NDArray[np.int64],
) -> None: ...
