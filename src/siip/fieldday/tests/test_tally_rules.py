"""The fold of a tally: counters side by side, settled by a person, equal under any order of arrival."""

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from siip.fieldday.rules.tallies import REPLACE, SUM, Said, Standing, standing, totals

DESKS = [UUID(int=n) for n in (1, 2, 3)]


def step(n, act, counter="", count=0, *, source="spot", desk=0, hlc=None, **said):
    return Said(UUID(int=100 + n), act, hlc or n, DESKS[desk], n, counter, count, source, **said)


def fold(*steps):
    return standing(steps)


def test_nobody_counted_is_nobody():
    assert fold() == Standing()


def test_marks_of_a_counter_add_up():
    found = fold(step(1, "add", "A", 5), step(2, "add", "A", 1))
    assert (found.heads, found.counts, found.last) == (6, {"A": {"spot": 6}}, {"A": ("add", 1)})


def test_undo_takes_back_the_last_mark_of_its_own_counter():
    found = fold(step(1, "add", "A", 5), step(2, "add", "B", 1), step(3, "undo", "A"))
    assert (found.heads, found.counts) == (1, {"B": {"spot": 1}})


def test_undo_with_nothing_before_it_changes_nothing():
    assert fold(step(1, "undo", "A"), step(2, "add", "A", 5)).heads == 5


def test_a_whole_count_replaces_what_the_counter_had_and_goes_on():
    found = fold(step(1, "add", "A", 5), step(2, "set", "A", 20, source="paper"), step(3, "add", "A", 1))
    assert (found.heads, found.counts) == (21, {"A": {"paper": 20, "spot": 1}})


def test_undoing_a_whole_count_brings_back_what_was_there():
    assert fold(step(1, "add", "A", 5), step(2, "set", "A", 20), step(3, "undo", "A")).heads == 5


def test_a_whole_count_of_zero_counts_nobody():
    assert fold(step(1, "add", "A", 5), step(2, "set", "A", 0), step(3, "add", "B", 3)).heads == 3


def test_the_same_step_twice_counts_once():
    assert fold(step(1, "add", "A", 5), step(1, "add", "A", 5)).heads == 5


TWO = (step(1, "add", "A", 12), step(2, "add", "B", 8))


def test_two_counters_stand_side_by_side_until_somebody_says():
    found = fold(*TWO)
    assert (found.heads, found.is_settled, totals(found.counts)) == (12, False, {"A": 12, "B": 8})


def test_different_people_are_summed_and_go_on():
    said = step(3, "settle", how=SUM, seen={"A": 12, "B": 8})
    found = fold(*TWO, said, step(4, "add", "B", 5))
    assert (found.heads, found.is_settled, found.how) == (25, True, SUM)


def test_a_third_counter_asks_again():
    said = step(3, "settle", how=SUM, seen={"A": 12, "B": 8})
    assert not fold(*TWO, said, step(4, "add", "R", 30)).is_settled


def test_the_counter_that_is_kept_goes_on_alone():
    said = step(3, "settle", how=REPLACE, kept="B", seen={"A": 12, "B": 8})
    found = fold(*TWO, said, step(4, "add", "B", 1))
    assert (found.heads, found.is_settled, found.how, found.kept) == (9, True, REPLACE, "B")


def test_a_counter_that_was_replaced_and_counts_on_asks_again():
    said = step(3, "settle", how=REPLACE, kept="B", seen={"A": 12, "B": 8})
    found = fold(*TWO, said, step(4, "add", "A", 1))
    assert (found.heads, found.is_settled, found.kept) == (13, False, "")


def test_a_counter_kept_that_took_all_back_is_kept_no_more():
    three = (*TWO, step(3, "add", "R", 3))
    said = step(4, "settle", how=REPLACE, kept="R", seen={"A": 12, "B": 8, "R": 3})
    assert fold(*three, said).heads == 3
    assert not fold(*three, said, step(5, "undo", "R")).is_settled


def test_the_last_word_counts():
    first = step(3, "settle", how=SUM, seen={"A": 12, "B": 8})
    last = step(4, "settle", how=REPLACE, kept="A", seen={"A": 12, "B": 8})
    assert (fold(*TWO, first, last).heads, fold(last, first, *TWO).heads) == (12, 12)


marks = st.builds(
    Said, st.uuids(), st.sampled_from(["add", "set", "undo"]), st.integers(1, 9), st.sampled_from(DESKS),
    st.integers(1, 9), st.sampled_from("ABR"), st.integers(0, 20), st.sampled_from(["spot", "paper"]),
)  # fmt: skip
settlements = st.builds(
    lambda id, hlc, dev, seq, how, kept, seen: Said(
        id, "settle", hlc, dev, seq, how=how, kept=kept if how == REPLACE else "", seen=seen
    ),
    st.uuids(), st.integers(1, 9), st.sampled_from(DESKS), st.integers(1, 9), st.sampled_from([SUM, REPLACE]),
    st.sampled_from("ABR"), st.dictionaries(st.sampled_from("ABR"), st.integers(1, 20)),
)  # fmt: skip


@given(st.lists(marks | settlements, max_size=12, unique_by=lambda one: one.id), st.data())
def test_any_order_of_arrival_ends_equal(steps, data):
    assert standing(data.draw(st.permutations(steps))) == standing(steps)


@given(st.lists(marks | settlements, max_size=12, unique_by=lambda one: one.id))
def test_nobody_is_counted_whom_no_counter_saw(steps):
    found = standing(steps)
    assert max(totals(found.counts).values(), default=0) <= found.heads or found.how == REPLACE
    assert found.heads <= sum(totals(found.counts).values())


@given(st.lists(marks | settlements, max_size=12, unique_by=lambda one: one.id), st.data())
def test_what_arrives_twice_changes_nothing(steps, data):
    again = data.draw(st.lists(st.sampled_from(steps))) if steps else []
    assert standing([*steps, *again]) == standing(steps)
