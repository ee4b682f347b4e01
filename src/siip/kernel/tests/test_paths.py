"""Territory as a range: what lies within, and 07 that never reaches 07a."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from siip.kernel import paths
from siip.kernel.models import Chain

segments = st.sampled_from(["16", "71", "07", "07a", "7", "1003", "-", "005", "z"])
trees = st.lists(segments, max_size=6).map(lambda parts: "".join(f"{part}/" for part in parts))


def test_rt_07_does_not_reach_into_07a() -> None:
    assert paths.is_within("16/71/14/1003/005/07/", "16/71/14/1003/005/07/")
    assert not paths.is_within("16/71/14/1003/005/07a/", "16/71/14/1003/005/07/")


def test_the_empty_scope_is_the_whole_house() -> None:
    assert paths.is_within("16/71/", "") and paths.is_within("", "")


@pytest.mark.parametrize(
    ("path", "kecamatan", "kelurahan"),
    [
        ("", "", ""),
        ("16/71/", "", ""),
        ("16/71/14/", "16/71/14/", ""),
        ("16/71/14/1003/", "16/71/14/", "16/71/14/1003/"),
        ("16/71/14/1003/-/07a/", "16/71/14/", "16/71/14/1003/"),
    ],
)
def test_the_tenant_is_the_first_three_levels(path: str, kecamatan: str, kelurahan: str) -> None:
    assert (paths.kecamatan_of(path), paths.kelurahan_of(path)) == (kecamatan, kelurahan)


def test_a_scope_is_told_by_its_outermost_paths() -> None:
    assert paths.outermost(["16/71/14/1003/", "35/", "16/71/14/", "35/"]) == ("16/71/14/", "35/")
    assert paths.outermost([]) == ()


@given(st.lists(trees), trees)
def test_the_outermost_paths_reach_what_all_of_them_reach(scope: list[str], path: str) -> None:
    kept = paths.outermost(scope)
    reached = any(paths.is_within(path, one) for one in scope)
    assert any(paths.is_within(path, one) for one in kept) == reached
    assert not any(paths.is_within(one, other) for one in kept for other in kept if one != other)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "scope", [[], [""], ["16/71/14/"], ["16/71/14/1003/005/07/"], ["16/", "35/78/01/"], ["16/71/1"], ["Z/"]]
)
def test_the_range_in_the_database_finds_what_the_rule_says(scope: list[str]) -> None:
    rows = [
        "", "16/", "16/71/14/", "16/71/14/1003/", "16/71/14/1003/005/07/", "16/71/14/1003/005/07/x/",
        "16/71/14/1003/005/07a/", "16/71/14/1003/-/07/", "16/71/15/", "35/78/01/", "35/78/010/", "a/", "Z/",
    ]  # fmt: skip
    Chain.objects.all().delete()
    Chain.objects.bulk_create(Chain(path=path, head="0" * 64) for path in rows)
    found = Chain.objects.filter(paths.within("path", scope)).values_list("path", flat=True)
    assert sorted(found) == sorted(path for path in rows if any(paths.is_within(path, one) for one in scope))


@pytest.mark.django_db
def test_paths_are_compared_byte_by_byte() -> None:
    rows = ["16/", "a/", "B/", "-/", "07a/", "07/"]
    Chain.objects.all().delete()
    Chain.objects.bulk_create(Chain(path=path, head="0" * 64) for path in rows)
    assert list(Chain.objects.order_by("path").values_list("path", flat=True)) == sorted(rows)


@pytest.mark.django_db
def test_an_index_serves_the_range() -> None:
    query = Chain.objects.filter(paths.within("path", ["16/71/14/"]))
    if connection.vendor == "sqlite":
        assert "SEARCH" in query.explain() and "path>?" in query.explain()
    assert list(query) == []


@pytest.mark.parametrize("text", ["16/71", "/", "16//", "16/71/14/1003/005/07/9/", "16/71/\n", "16 /"])
def test_what_is_no_path_is_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        paths.PathField().run_validators(text)


def test_a_path_is_taken() -> None:
    for text in ("16/", "16/71/14/1003/-/07a/"):
        paths.PathField().run_validators(text)
