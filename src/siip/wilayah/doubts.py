"""What makes one doubt a file of boundaries that could be read: it lies far off, crosses itself, or is another one's.

None of this refuses anything: the office cannot mend what the map authority drew, and a point may be the wrong one.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Final

from siip.kernel.paths import is_within, kecamatan_of
from siip.wilayah import national
from siip.wilayah.models import Boundary, Wilayah
from siip.wilayah.rules.codes import Level, code_of, level_of
from siip.wilayah.rules.names import short_key
from siip.wilayah.rules.outlines import Box, Outline, Position, crosses, metres_between

# A kecamatan is some 15 km across, so that what lies near one end of it is passed at the other; coordinates that
# slipped are off by more: 111 km for a degree, 660 km for the wrong zone of UTM.
FAR: Final = 25_000  # metres
_FEW: Final = 10  # of a file of a whole city one in twelve is ours
_NAMED: Final = 3  # kecamatan that a sentence tells
_SURE: Final = 3  # kelurahan known by their names alone


def far(
    drawn: Sequence[tuple[Wilayah, Box]], kecamatan: Wilayah, points: Collection[Position], before: Collection[Boundary]
) -> list[str]:
    """What lies far from the points of events and places of its kecamatan, and from the boundaries that counted before.

    Asked of each outline apart, since one that slipped alone makes the box of all of them wide. Its place's own
    boundary before is what it is held against, or else the nearest one.
    """
    spots = [Box(x, y, x, y) for x, y in points]
    known = {one.wilayah_id: Box(one.west, one.south, one.east, one.north) for one in before}
    said = (
        ("titik kegiatan dan tempat yang tercatat", lambda place: spots),
        ("batas yang dimasukkan sebelumnya", lambda place: [known[place.pk]] if place.pk in known else known.values()),
    )  # fmt: skip
    return [
        f"{_these(places)} terletak sekitar {round(metres / 1_000)} km dari {what} di {kecamatan.title}. "
        "Periksa koordinat berkasnya."
        for what, around in said
        for places, metres in _far_from(drawn, around)
    ]


def _far_from(
    drawn: Sequence[tuple[Wilayah, Box]], around: Callable[[Wilayah], Collection[Box]]
) -> Iterator[tuple[list[Wilayah], int]]:
    """The places that lie far from all that is known, and how far the nearest of them does."""
    near = [(place, min((metres_between(box, one) for one in around(place)), default=0)) for place, box in drawn]
    if off := [(place, metres) for place, metres in near if metres > FAR]:
        yield [place for place, _ in off], min(metres for _, metres in off)


def crossing(drawn: Sequence[tuple[Wilayah, Outline, Callable[[], Outline]]]) -> list[str]:
    """Which outlines cross themselves, of place, line as it is kept, and line as it came.

    The first is looked at first: it is short, and what is drawn. By then the file is at fault only if its own line
    crosses too, since thinning out can make two sides of a narrow place meet; one too fine to be looked through is.
    """
    wrong = [place for place, kept, came in drawn if crosses(kept) and crosses(came()) is not False]
    if not wrong:
        return []
    return [
        f"Garis {_these(wrong)} memotong dirinya sendiri. Batasnya masuk dan digambar seperti di berkas; "
        "beri tahu pembuat petanya bila dapat."
    ]


def elsewhere(inside: Wilayah, codes: Sequence[str], kecamatan: Sequence[str], names: Collection[str]) -> str:
    """What a file with nothing for this place seems to hold, by its codes (as paths), else by the kecamatan that it
    names, else by where the names of its kelurahan all are; "" if nothing tells.
    """
    strange = Counter(_outer(path, inside) for path in codes if not is_within(path, inside.path))
    titles = _titles(strange) or [f"Kecamatan {name}" for name, _ in Counter(kecamatan).most_common(_NAMED)]
    titles = titles or _titles(_by_names(names))
    if not titles:
        return ""
    return (
        f"Berkas ini tampaknya memuat {', '.join(titles)}, bukan {inside.title} ({inside.code}). "
        f"Pilih berkas {inside.title}, atau masukkan berkas ini di wilayahnya sendiri."
    )


def is_few(here: int, features: int, kelurahan: int) -> bool:
    """Whether hardly any feature of a file means a place of here: one in ten at most, and not most of the kelurahan,
    so that a file of the whole city gives no alarm.
    """
    return here * _FEW <= features and here * 2 < kelurahan


def _outer(path: str, inside: Wilayah) -> str:
    """The kecamatan of a path; of one in the same kecamatan the kelurahan."""
    own = kecamatan_of(inside.path)
    return "/".join(path.split("/")[:4]) + "/" if kecamatan_of(path) == own else kecamatan_of(path)


def _titles(counts: Mapping[str, int]) -> list[str]:
    """The names of the paths that occur most, out of the national list, in the order of their counts."""
    most = [path for path, _ in Counter(counts).most_common(_NAMED)]
    found = {one.path: one.name for one in national.national_list() if one.path in most} if most else {}
    words = {Level.KECAMATAN: "Kecamatan ", Level.KELURAHAN: "Kelurahan "}
    return [
        f"{words[level_of(path)]}{found[path]} ({code_of(path)})" if path in found else f"kode {code_of(path)}"
        for path in most
    ]  # fmt: skip


def _by_names(names: Collection[str]) -> Counter[str]:
    """The one kecamatan that has half of these kelurahan or more, three at least: 120 places are called Sukamaju, and
    beside some of them there is a Dukuh.
    """
    wanted = {short_key(name) for name in names} - {""}
    counts: Counter[str] = Counter()
    if len(wanted) >= _SURE:
        counts.update(
            kecamatan_of(one.path)
            for one in national.national_list()
            if level_of(one.path) == Level.KELURAHAN and short_key(one.name) in wanted
        )
    best = max(counts.values(), default=0)
    leading = [path for path, count in counts.items() if count == best]
    return Counter(leading) if len(leading) == 1 and best >= _SURE and best * 2 >= len(wanted) else Counter()


def _these(places: Sequence[Wilayah]) -> str:
    shown = ", ".join(place.title for place in places[:_NAMED])
    return f"{shown} dan {len(places) - _NAMED} lainnya" if len(places) > _NAMED else shown
