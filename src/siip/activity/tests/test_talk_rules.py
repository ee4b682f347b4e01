"""The fold of a talk: equal in whatever order its steps arrive."""

from itertools import permutations
from uuid import UUID

from siip.activity.rules.talks import Said, Standing, standing

DEV = UUID(int=1)


def step(n, act="note", topic=1, heads=20):
    said = {} if act == "drop" else {"topic": topic, "speaker": "Yuni", "heads": heads}
    return Said(UUID(int=n), act, n, DEV, n, **said)


def test_what_was_said_last_counts_as_a_whole():
    found = standing([step(1), step(2, "revise", 4, 25)])
    assert found == Standing(UUID(int=2), 4, "Yuni", 25)


def test_a_dropped_talk_stays_dropped_and_keeps_what_it_was():
    steps = [step(1), step(2, "drop"), step(3, "revise", 4)]
    assert standing(steps) == Standing(UUID(int=3), 4, "Yuni", 20, is_dropped=True)
    assert all(standing(order) == standing(steps) for order in permutations(steps))


def test_a_drop_that_arrives_first_waits_for_its_talk():
    assert standing([step(2, "drop")]) == Standing(is_dropped=True)
    assert standing([]) == Standing()
