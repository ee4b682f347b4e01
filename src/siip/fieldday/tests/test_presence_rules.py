"""The fold of a presence: an observed-remove set."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from siip.fieldday.rules.presences import Said, Standing, standing

AT = datetime(2026, 11, 27, 0, 40, tzinfo=UTC)
DESKS = [UUID(int=n) for n in (1, 2, 3)]


def mark(n, counter="A", role="", source="spot", at=AT):
    return Said(UUID(int=100 + n), "mark", at, n, DESKS[0], n, role, counter, source)


def cancel(n, *seen):
    return Said(UUID(int=100 + n), "cancel", AT, n, DESKS[0], n, seen=frozenset(one.id for one in seen))


def test_nobody_marked_is_not_there():
    assert standing([]) == Standing()


def test_two_desks_are_one_presence_with_two_sources():
    found = standing([mark(1, "A", "bekerja"), mark(2, "B", "memimpin", at=AT + timedelta(minutes=1))])
    assert (found.is_present, found.role, found.first_at) == (True, "memimpin", AT)
    assert found.sources == (("A", "spot"), ("B", "spot"))


def test_a_cancel_takes_away_what_it_saw():
    assert standing([mark(1), cancel(2, mark(1))]) == Standing()


def test_a_mark_that_the_cancel_did_not_see_stays():
    found = standing([mark(1), mark(2, "B"), cancel(3, mark(1))])
    assert (found.is_present, found.sources) == (True, (("B", "spot"),))


def test_a_cancel_that_arrives_first_takes_its_mark_away_all_the_same():
    assert standing([cancel(1, mark(2)), mark(2)]) == Standing()


def test_somebody_cancelled_can_be_marked_again():
    assert standing([mark(1), cancel(2, mark(1)), mark(3)]).is_present


@st.composite
def steps(draw):
    marks = draw(
        st.lists(
            st.builds(
                Said, st.uuids(), st.just("mark"), st.datetimes(timezones=st.just(UTC)), st.integers(1, 9),
                st.sampled_from(DESKS), st.integers(1, 9), st.sampled_from(["memimpin", "bekerja"]),
                st.sampled_from("AB"), st.sampled_from(["spot", "paper"]),
            ),
            max_size=8, unique_by=lambda one: one.id,
        )
    )  # fmt: skip
    seen = st.sets(st.sampled_from([one.id for one in marks])) if marks else st.just(set())
    cancels = st.builds(
        lambda id, hlc, seen: Said(id, "cancel", AT, hlc, DESKS[0], 1, seen=frozenset(seen)),
        st.uuids(), st.integers(1, 9), seen,
    )  # fmt: skip
    return [*marks, *draw(st.lists(cancels, max_size=4, unique_by=lambda one: one.id))]


@given(steps(), st.data())
def test_any_order_of_arrival_ends_equal(said, data):
    again = data.draw(st.lists(st.sampled_from(said))) if said else []
    assert standing(data.draw(st.permutations([*said, *again]))) == standing(said)
