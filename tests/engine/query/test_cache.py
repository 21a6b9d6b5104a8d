"""The cache never holds more bytes than it may."""

from hypothesis import given
from hypothesis import strategies as st

from cauce.engine.query.cache import ByteCache


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(1, 40)), max_size=60))
def test_its_size_is_that_of_what_it_holds_and_within_capacity(puts: list[tuple[int, int]]) -> None:
    cache: ByteCache[int, int] = ByteCache(160)
    for key, size in puts:
        cache.put(key, size, size)
        held = [value for key in range(10) if (value := cache.get(key)) is not None]
        assert cache.size == sum(held) <= 160
        assert len(cache) == len(held)


def test_what_was_used_longest_ago_goes_first() -> None:
    cache: ByteCache[str, str] = ByteCache(80)
    for key in "abcdefgh":
        cache.put(key, key, 10)
    cache.get("a")
    cache.put("i", "i", 10)
    assert (cache.get("a"), cache.get("b")) == ("a", None)


def test_one_value_never_crowds_out_the_rest() -> None:
    cache: ByteCache[str, str] = ByteCache(80)
    cache.put("a", "a", 10)
    cache.put("b", "b", 11)
    assert (cache.get("a"), cache.get("b")) == ("a", None)
