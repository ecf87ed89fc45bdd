"""Arrays kept on disk under the hash of what they were worked out from."""

import numpy as np
import pytest

from xytour import DataError
from xytour.network.cache import Cache, key_of

KEY = key_of({"what": "test"})


def test_what_was_put_comes_back(tmp_path):
    """Another cache of the same folder finds it, infinities and all."""
    values = np.array([[0.0, np.inf], [1.5, np.nan]])

    Cache(tmp_path / "new" / "folder").put(KEY, {"values": values})
    found = Cache(tmp_path / "new" / "folder").get(KEY)

    assert found is not None
    assert np.array_equal(found["values"], values, equal_nan=True)


@pytest.mark.parametrize(
    "damage",
    [lambda b: b[:40], lambda b: b"", lambda b: b[:-1] + bytes([b[-1] ^ 1]), lambda b: b"x" + b],
)
def test_a_damaged_file_is_as_good_as_none(tmp_path, damage):
    """It is noted, not believed, and replaced by the next put."""
    cache = Cache(tmp_path)
    cache.put(KEY, {"values": np.arange(3.0)})
    path = tmp_path / f"{KEY}.xytour-cache"
    path.write_bytes(damage(path.read_bytes()))

    assert cache.get(KEY) is None
    assert cache.notes == [f"cache file {path.name} is damaged, rebuilt"]
    cache.put(KEY, {"values": np.arange(3.0)})
    assert cache.get(KEY) is not None


def test_nothing_is_written_unless_asked_for(tmp_path, monkeypatch):
    """Without a folder there are no files, here or anywhere."""
    monkeypatch.chdir(tmp_path)
    cache = Cache(None)

    cache.put(KEY, {"values": np.arange(3.0)})

    assert cache.get(KEY) is None
    assert list(tmp_path.iterdir()) == []


def test_no_half_file_is_left(tmp_path):
    """Beside whole entries there is the tag for backup tools alone."""
    Cache(tmp_path).put(KEY, {"values": np.arange(3.0)})

    assert {path.name for path in tmp_path.iterdir()} == {"CACHEDIR.TAG", f"{KEY}.xytour-cache"}


def test_a_folder_that_cannot_be_is_told_before_the_work(tmp_path):
    """A file stands where the folder should be."""
    (tmp_path / "file").write_text("", encoding="utf-8")

    with pytest.raises(DataError, match="cannot be used"):
        Cache(tmp_path / "file")


def test_the_hash_is_of_all_content():
    """Facts, values, types and shapes count; the order of facts does not."""
    a = np.arange(4, dtype=np.int64)
    keys = {
        key_of({"x": 1, "y": 2}, a),
        key_of({"x": 1, "y": 3}, a),
        key_of({"x": 1, "y": 2}, a + 1),
        key_of({"x": 1, "y": 2}, a.astype(np.float64)),
        key_of({"x": 1, "y": 2}, a.reshape(2, 2)),
        key_of({"x": 1, "y": 2}, a, a),
    }

    assert len(keys) == 6
    assert key_of({"y": 2, "x": 1}, a) == key_of({"x": 1, "y": 2}, a)
