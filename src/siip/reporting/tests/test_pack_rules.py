"""The paper pack in words: posts, hours, boxes; without a database."""

from datetime import datetime

import pytest

from siip.reporting.rules import packs as rules
from siip.reporting.rules.packs import Hours, Post

SEVEN = Hours(datetime(2026, 11, 27, 7), datetime(2026, 11, 27, 9, 30))  # noqa: DTZ001  # of the event's own clock


@pytest.mark.parametrize("part", ["pemimpin", "penyambut", "loket", "lainnya"])
def test_every_part_knows_when_it_begins_and_ends(part):
    told = rules.tasks(Post(part, "membagi karung"), SEVEN)
    assert told[0][0] in ("06.15", "06.45") and told[-1][0] == "09.30"
    assert ("07.00", "Tugas Anda: membagi karung.") in told or part != "lainnya"


def test_posts_that_are_held_are_not_missing():
    held = [Post("pemimpin", "Pemimpin", "Hendra"), Post("loket", "Loket: loket 1", "Rini")]
    said = [one.said for one in rules.posts(held, ("A", "B"))]
    assert said == ["Pemimpin", "Loket: loket 1", "Penyambut", "Loket B"]


@pytest.mark.parametrize(("promised", "count"), [(None, 50), (0, 50), (33, 50), (34, 75), (50, 75), (500, 250)])
def test_boxes_are_half_as_many_again_as_were_promised(promised, count):
    assert rules.boxes(promised) == count
