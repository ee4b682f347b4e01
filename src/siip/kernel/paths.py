"""Territory paths: province/city/kecamatan/kelurahan/RW/RT, every level ending in a slash.

`16/71/14/1003/005/07a/`; "-" stands for a missing RW. A scope is a range, so that one index serves
it on both databases: `startswith` on SQLite does not, and `07/` must never reach into `07a/`.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.core.validators import RegexValidator
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

LAST = "\uffff"  # above every character that a path may hold
_SHAPE = RegexValidator(r"^([0-9A-Za-z.-]+/){0,6}\Z", "Kode wilayah tidak dikenal.")


if TYPE_CHECKING:
    _Text = models.CharField[str, str]
else:
    _Text = models.CharField  # takes its types in the stubs only


class PathField(_Text):
    """A path, compared byte by byte on both databases: COLLATE "C" on PostgreSQL, BINARY on SQLite."""

    default_validators = [_SHAPE]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 64)
        super().__init__(*args, **kwargs)

    def db_parameters(self, connection: BaseDatabaseWrapper) -> Any:
        collation = "C" if connection.vendor == "postgresql" else None
        return {**super().db_parameters(connection), "collation": collation}


def within(field: str, paths: Iterable[str]) -> models.Q:
    """A filter for rows whose `field` lies in one of the paths; no path at all matches nothing."""
    found = models.Q(pk__in=[])
    for path in paths:
        found |= models.Q(**{f"{field}__gte": path, f"{field}__lt": path + LAST})
    return found


def is_within(path: str, scope: str) -> bool:
    """Whether a path is the scope itself or lies beneath it. The empty scope is the whole house."""
    return path.startswith(scope)


def kecamatan_of(path: str) -> str:
    """The first three levels: the tenant. Shorter paths belong to no kecamatan and give ""."""
    levels = path.split("/")[:-1]
    return "/".join(levels[:3]) + "/" if len(levels) >= 3 else ""


def kelurahan_of(path: str) -> str:
    """The first four levels, or "" for what lies above a kelurahan."""
    levels = path.split("/")[:-1]
    return "/".join(levels[:4]) + "/" if len(levels) >= 4 else ""


def outermost(paths: Iterable[str]) -> tuple[str, ...]:
    """The paths that lie in no other of them, sorted: the shortest description of a scope."""
    kept: list[str] = []
    for path in sorted(set(paths)):
        if not kept or not is_within(path, kept[-1]):
            kept.append(path)
    return tuple(kept)
