"""Tables of territory: places with their periods of validity, who came after whom, and where they lie."""

from datetime import date
from functools import reduce
from operator import or_

from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Concat, Length, Replace
from django.db.models.lookups import Exact

from siip.kernel.paths import PathField
from siip.wilayah.rules.codes import LEVELS, Kind, Level
from siip.wilayah.rules.outlines import EAST, MICRO, NORTH, SOUTH, WEST, Outline
from siip.wilayah.rules.zones import Zone

KINDS = {
    Level.PROVINCE: (Kind.PROVINSI,),
    Level.CITY: (Kind.KOTA, Kind.KABUPATEN),
    Level.KECAMATAN: (Kind.KECAMATAN,),
    Level.KELURAHAN: (Kind.KELURAHAN, Kind.DESA),
    Level.RW: (Kind.RW,),
    Level.RT: (Kind.RT,),
}
_OPEN = Q(valid_until__isnull=True)
_WIDE = (Level.PROVINCE.value, Level.CITY.value)
_SLASHES = Length("path") - Length(Replace(F("path"), Value("/"), Value("")))


def _depth(level: Level, depth: int) -> Q:
    return Q(Q(level=level.value), Exact(_SLASHES, depth))


def _kinds(level: Level) -> Q:
    return Q(level=level.value, kind__in=[kind.value for kind in KINDS[level]])


class Wilayah(models.Model):
    """A place during one period: `valid_from` is its first day, `valid_until` the first day no longer.

    An open end is None: a start before anybody kept records, an end that has not come. The same path
    may be valid in several periods, as several rows: other tables refer to the row, not to the path.
    """

    id = models.BigAutoField(primary_key=True)
    path = PathField()
    key = PathField()  # the path with the spelling of RW and RT taken out: 007A is 7a
    code = models.CharField(max_length=64)
    name = models.CharField(max_length=80)
    level = models.CharField(max_length=10, choices=[(level.value, level.value) for level in Level])
    kind = models.CharField(max_length=10, choices=[(kind.value, kind.value) for kind in Kind])
    zone = models.CharField(max_length=4, blank=True, choices=[(zone.value, zone.value) for zone in Zone])
    valid_from = models.DateField(null=True)
    valid_until = models.DateField(null=True)

    class Meta:
        ordering = ["path", "valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["path"], condition=_OPEN, name="wilayah_one_valid_path"),
            models.UniqueConstraint(fields=["key"], condition=_OPEN, name="wilayah_one_spelling"),
            # Also the index for ranges over every period, at_path among them.
            models.UniqueConstraint(fields=["path", "valid_from"], name="wilayah_one_start"),
            models.CheckConstraint(
                condition=Q(valid_until__gt=F("valid_from")) | Q(valid_from__isnull=True) | _OPEN,
                name="wilayah_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=reduce(or_, (_depth(level, n) for n, level in enumerate(LEVELS, start=1))),
                name="wilayah_level_is_depth",
            ),
            models.CheckConstraint(condition=reduce(or_, map(_kinds, Level)), name="wilayah_kind_of_level"),
            models.CheckConstraint(
                condition=Q(level__in=_WIDE, zone="") | ~Q(level__in=_WIDE) & Q(zone__in=[zone.value for zone in Zone]),
                name="wilayah_zone_from_kecamatan_down",
            ),
            models.CheckConstraint(
                condition=Q(Exact(Concat(F("code"), Value(".")), Replace(F("path"), Value("/"), Value(".")))),
                name="wilayah_code_is_path",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="wilayah_has_a_name"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    @property
    def title(self) -> str:
        """The name with the word for what it is: "Kelurahan Plaju Ilir", "RT 07a", "Kota Palembang"."""
        word = self.kind.capitalize()
        said = self.kind in (Kind.RW, Kind.RT) or self.name.startswith(f"{word} ")
        return self.name if said else f"{word} {self.name}"

    @property
    def number(self) -> str:
        """The last part of the path: of an RT its number as it was written."""
        return self.path.rstrip("/").rpartition("/")[2]

    def is_valid(self, on: date) -> bool:
        """Whether the place existed under this code on that day."""
        return (self.valid_from is None or self.valid_from <= on) and (
            self.valid_until is None or on < self.valid_until
        )


class Succession(models.Model):
    """`successor` took over all or a part of `predecessor` on that day, by decree or by a new number."""

    predecessor = models.ForeignKey(Wilayah, models.PROTECT, related_name="+")
    successor = models.ForeignKey(Wilayah, models.PROTECT, related_name="+")
    effective_on = models.DateField()

    class Meta:
        ordering = ["effective_on", "id"]
        constraints = [
            models.UniqueConstraint(fields=["predecessor", "successor"], name="wilayah_one_succession"),
            models.CheckConstraint(condition=~Q(predecessor=F("successor")), name="wilayah_not_its_own_successor"),
        ]


class Boundary(models.Model):
    """The outline of a place as somebody handed it in: a picture of where it lies, with what it was taken from.

    A place has one that counts; the one before stays, with the moment at which it was replaced. Who handed it in
    stands in the journal. `rings` holds micro-degrees, longitude and latitude in turn, one list a ring.
    """

    id = models.BigAutoField(primary_key=True)
    wilayah = models.ForeignKey(Wilayah, models.PROTECT, related_name="+")
    rings = models.JSONField()
    west = models.IntegerField()
    south = models.IntegerField()
    east = models.IntegerField()
    north = models.IntegerField()
    off_by = models.PositiveSmallIntegerField()  # metres that the outline lost by having fewer points
    source = models.CharField(max_length=120)
    licence = models.CharField(max_length=120, blank=True)
    imported_at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["wilayah"], condition=Q(replaced_at__isnull=True), name="wilayah_boundary_one_counts"
            ),
            models.CheckConstraint(
                condition=Q(west__gte=int(WEST * MICRO), east__gt=F("west"), east__lte=int(EAST * MICRO))
                & Q(south__gte=int(SOUTH * MICRO), north__gt=F("south"), north__lte=int(NORTH * MICRO)),
                name="wilayah_boundary_in_indonesia",
            ),
            models.CheckConstraint(condition=~Q(source=""), name="wilayah_boundary_has_a_source"),
        ]

    @property
    def outline(self) -> Outline:
        """The rings as corners."""
        return tuple(tuple(zip(flat[::2], flat[1::2], strict=True)) for flat in self.rings)
