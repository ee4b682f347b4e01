"""Boundaries: outlines of places out of a file of somebody who knows them, and which of them count."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from django.db.models import Q, QuerySet

from siip.kernel import journal
from siip.kernel.actor import Actor
from siip.kernel.paths import is_within, kecamatan_of, within
from siip.kernel.refused import Refused
from siip.kernel.words import refuse_nik, tidy
from siip.wilayah import doubts, territory
from siip.wilayah.models import Boundary, Wilayah
from siip.wilayah.rules import geojson
from siip.wilayah.rules.codes import Level, level_of, path_of
from siip.wilayah.rules.geojson import Feature
from siip.wilayah.rules.names import full_key, short_key
from siip.wilayah.rules.outlines import Outline, Position, box_of, stored
from siip.wilayah.rules.rt_numbers import number_key, path_key, rt_number, rt_path, rw_number

LONGEST = 120


@dataclass(frozen=True, slots=True)
class Origin:
    """Whose boundaries they are, in words that stand under every map; and under which licence, if it asks for that."""

    source: str
    licence: str = ""


@dataclass(frozen=True, slots=True)
class RefusedFeature:
    """A feature that was not taken in: its number in the file, what it calls itself, and the reason in Indonesian."""

    number: int
    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class BoundaryImport:
    """What came of a file: places with a new boundary, how many had one before, how many had just this one.

    `elsewhere` counts features whose code or kecamatan lies outside: a file of the whole city is no mistake.
    `warnings` are sentences about what went in all the same, or about a file that seems to be another one's.
    """

    taken: tuple[Wilayah, ...] = ()
    replaced_count: int = 0
    known_count: int = 0
    elsewhere_count: int = 0
    refused: tuple[RefusedFeature, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def reasons(self) -> list[tuple[str, list[RefusedFeature]]]:
        """Each reason once, with the features that were refused for it, in the order of the file."""
        found: dict[str, list[RefusedFeature]] = {}
        for one in self.refused:
            found.setdefault(one.reason, []).append(one)
        return list(found.items())


@dataclass(frozen=True, slots=True)
class _Drawn:
    place: Wilayah
    feature: Feature
    rings: list[list[int]]
    outline: Outline
    off_by: int


@dataclass(slots=True)
class _Sorted:
    drawn: list[_Drawn] = field(default_factory=list)
    here_count: int = 0
    elsewhere_count: int = 0
    refused: list[RefusedFeature] = field(default_factory=list)

    def refuse(self, feature: Feature, refused: Refused) -> None:
        shown = tidy(feature.words["name"] or feature.words["kelurahan"] or feature.words["code"])[:40]
        self.refused.append(RefusedFeature(feature.number, shown, refused.message))


def import_boundaries(
    content: bytes, origin: Origin, *, inside: str, points: Collection[Position] = (), is_far_meant: bool = True,
    by: Actor, at: datetime, id: UUID,
) -> BoundaryImport:  # fmt: skip
    """Take in the boundaries of a kecamatan or kelurahan and of what lies within it; good ones go in.

    `content` is GeoJSON in degrees. A feature is known by its official code, an RT also by its number, its RW and
    its kelurahan, anything else by its name. What counted before is replaced and kept. `points` are known to lie in
    the kecamatan: what is far from them, or from what counted before, is warned of, or asked about first. Raises
    Refused: "no-right", "unknown-wilayah", "source-missing", "source-long", "nik-in-text", "boundaries-far" (unless
    that is meant), and what `rules.geojson` refuses of a file.
    """
    by.require(territory.MANAGE, inside)
    source, licence = _checked(origin)
    features = geojson.read_features(content)
    places = _Places(inside)
    found = _sorted(features, places)
    far = _far(found.drawn, places, points)
    if far and not is_far_meant:
        raise Refused("boundaries-far", f"{' '.join(far)} Belum ada yang dimasukkan.")
    new, replaced = _new(found.drawn, source, licence), 0
    if new:
        about = {"features": len(features), "taken": len(new), "refused": len(found.refused)}
        body = [sha256(content).hexdigest(), source, licence]
        with journal.act("wilayah.import_boundaries", id=id, by=by, at=at, where=inside, about=about, body=body) as act:
            if not act.repeated:
                _lock([one.place.pk for one in new])
                new = _new(found.drawn, source, licence)
                replaced = _counting(one.place.pk for one in new).update(replaced_at=at)
                Boundary.objects.bulk_create(_row(one, source, licence, at) for one in new)
    return BoundaryImport(
        tuple(one.place for one in new), replaced, len(found.drawn) - len(new), found.elsewhere_count,
        tuple(found.refused), (*far, *_crossing(found.drawn), *_elsewhere(features, found, places)),
    )  # fmt: skip


def boundaries_in(path: str) -> dict[int, Boundary]:
    """The boundaries that count of a place and of what lies within it, by the key of their place."""
    found = Boundary.objects.filter(within("wilayah__path", [path]), replaced_at__isnull=True)
    return {one.wilayah_id: one for one in found}


def boundaries_around(kelurahan: str) -> list[Boundary]:
    """Those that count of a kelurahan, of its RT, and of the other kelurahan of its kecamatan, each with its place."""
    own = within("wilayah__path", [kelurahan])
    beside = Q(within("wilayah__path", [kecamatan_of(kelurahan)]), wilayah__level=Level.KELURAHAN.value)
    found = Boundary.objects.filter(own | beside, replaced_at__isnull=True)
    return list(found.select_related("wilayah").order_by("wilayah__path", "pk"))


class _Places:
    """What a feature of a file can mean: a kecamatan or a kelurahan, and what lies within."""

    def __init__(self, inside: str) -> None:
        self.inside = inside
        self.home = territory.at_path(inside)
        self.kecamatan = territory.kecamatan(kecamatan_of(inside))
        self.kelurahan = territory.kelurahan_of(inside)
        self.rts = territory.rts_of(inside)
        self._by_key = {one.key: one for one in (self.home, *self.kelurahan, *self.rts)}

    def meant(self, feature: Feature) -> Wilayah | None:
        """The place of a feature, None for one that lies elsewhere.

        Raises Refused: "feature-words", "feature-nameless", "unknown-wilayah", "unknown-rt", "unknown-name",
        "ambiguous-name", and what a number of an RT is refused for.
        """
        if path := _official(feature.said("code")):
            return self._at(path) if is_within(path, self.inside) else None
        around = feature.said("kecamatan")
        if around and short_key(around) != short_key(self.kecamatan.name):
            return None
        if feature.said("rt"):
            return self._rt(feature)
        name = feature.said("name") or feature.said("kelurahan")
        if not name:
            raise Refused(
                "feature-nameless",
                "Tanpa kode dan nama. Isi kolom kode (misalnya 16.71.14.1003) atau nama pada bidang ini.",
            )
        # A kelurahan often bears the name of its kecamatan, so that one is meant only when it is said.
        if full_key(name).startswith("kecamatan"):
            return territory.meant(name, [one for one in (self.home,) if one.level == Level.KECAMATAN])
        return territory.meant(name, self.kelurahan)

    def _at(self, path: str) -> Wilayah:
        if found := self._by_key.get(path_key(path)):
            return found
        raise _unknown_rt(path) if level_of(path) == Level.RT else territory.unknown(path)

    def _rt(self, feature: Feature) -> Wilayah:
        written, number = feature.said("kelurahan"), rt_number(feature.said("rt"))
        if not written and len(self.kelurahan) != 1:
            raise Refused("feature-nameless", f"RT {number} di kelurahan mana? Isi kolom kelurahan pada bidang ini.")
        outer = territory.meant(written, self.kelurahan) if written else self.kelurahan[0]
        if feature.said("rw"):
            return self._at(rt_path(outer.path, rw_number(feature.said("rw")), number))
        # RT are often counted through a whole kelurahan: there the RW need not be said.
        same = [one for one in self.rts if is_within(one.path, outer.path)]
        same = [one for one in same if number_key(one.number) == number_key(number)]
        if len(same) != 1:
            raise _unknown_rt(f"{outer.path}-/{number}/")
        return same[0]


def _sorted(features: Sequence[Feature], places: _Places) -> _Sorted:
    result = _Sorted()
    meant: defaultdict[int, list[Feature]] = defaultdict(list)
    known: dict[int, Wilayah] = {}
    for feature in features:
        try:
            place = places.meant(feature)
        except Refused as refused:
            result.refuse(feature, refused)
            continue
        if place is None:
            result.elsewhere_count += 1
        else:
            meant[place.pk].append(feature)
            known[place.pk] = place
            result.here_count += 1
    _refuse_too_fine(meant.values())
    for pk, same in meant.items():
        _draw(known[pk], same, result)
    result.refused.sort(key=lambda one: one.number)
    return result


def _draw(place: Wilayah, same: list[Feature], result: _Sorted) -> None:
    """One feature is the boundary of its place; of several nobody knows which, so that none is taken."""
    first, *others = same
    if others:
        numbers = ", ".join(str(one.number) for one in same)
        twice = Refused(
            "feature-twice", f"{place.title} digambar lebih dari sekali (bidang {numbers}). Gabungkan, atau pilih satu."
        )
        for one in same:
            result.refuse(one, twice)
        return
    try:
        outline, off_by = stored(first.outline())
    except Refused as refused:
        result.refuse(first, refused)
        return
    rings = [[number for position in ring for number in position] for ring in outline]
    result.drawn.append(_Drawn(place, first, rings, outline, off_by))


def _refuse_too_fine(meant: Iterable[list[Feature]]) -> None:
    count = sum(geojson.count_points(one.geometry) for same in meant for one in same)
    if count > geojson.MOST_POINTS:
        raise geojson.too_many_points()


def _far(drawn: Sequence[_Drawn], places: _Places, points: Collection[Position]) -> list[str]:
    before = boundaries_in(places.kecamatan.path).values()
    return doubts.far([(one.place, box_of([one.outline])) for one in drawn], places.kecamatan, points, before)


def _crossing(drawn: Sequence[_Drawn]) -> list[str]:
    return doubts.crossing([(one.place, one.outline, one.feature.outline) for one in drawn])


def _elsewhere(features: Sequence[Feature], found: _Sorted, places: _Places) -> list[str]:
    if not doubts.is_few(found.here_count, len(features), len(places.kelurahan)):
        return []
    said = [one.words for one in features]
    codes = [path for one in said if (path := _official(one["code"]))]
    kecamatan = [tidy(one["kecamatan"])[:40] for one in said if one["kecamatan"]]
    names = {name for one in said if (name := one["name"] or one["kelurahan"])}
    hint = doubts.elsewhere(places.home, codes, kecamatan, names)
    return [hint] if hint else []


def _checked(origin: Origin) -> tuple[str, str]:
    source, licence = (refuse_nik(tidy(text), "Keterangan ini") for text in (origin.source, origin.licence))
    if not source:
        raise Refused("source-missing", "Tulis dari mana batas ini, misalnya Bagian Tata Pemerintahan, 2025.")
    if max(len(source), len(licence)) > LONGEST:
        raise Refused("source-long", f"Sumber dan lisensi paling panjang {LONGEST} huruf.")
    return source, licence


def _new(drawn: Sequence[_Drawn], source: str, licence: str) -> list[_Drawn]:
    """Those that differ from what counts now."""
    counting = _counting(one.place.pk for one in drawn)
    said = {one.wilayah_id: (one.rings, one.source, one.licence) for one in counting}
    return [one for one in drawn if said.get(one.place.pk) != (one.rings, source, licence)]


def _counting(pks: Iterable[int]) -> QuerySet[Boundary]:
    return Boundary.objects.filter(replaced_at__isnull=True, wilayah__in=list(pks))


def _lock(pks: Sequence[int]) -> None:
    """Two who hand in the same place at once: the second waits, and replaces what the first brought."""
    rows = Wilayah.objects.filter(pk__in=pks)
    list(rows.select_for_update().order_by("path").values_list("pk", flat=True))


def _row(one: _Drawn, source: str, licence: str, at: datetime) -> Boundary:
    return Boundary(
        wilayah=one.place, rings=one.rings, off_by=one.off_by, source=source, licence=licence, imported_at=at,
        **box_of([one.outline])._asdict(),
    )  # fmt: skip


def _official(code: str) -> str:
    """The path of an official code from a kecamatan down; a number of somebody's own gives ""."""
    try:
        path = path_of(code)
    except ValueError:
        return ""
    return path if kecamatan_of(path) else ""


def _unknown_rt(path: str) -> Refused:
    *_, rw, number = path.rstrip("/").split("/")
    where = "" if rw == "-" else f" di RW {rw}"
    return Refused(
        "unknown-rt",
        f"RT {number}{where} belum tercatat, atau ada di lebih dari satu RW. Catat dulu RT-nya di Wilayah.",
    )
