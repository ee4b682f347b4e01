"""What changes when places split, merge, move or get another code: worked out before a row is touched.

The place that keeps its code stays (a mother kelurahan that gives a part away); the others end, and
what lay in them follows: to the heir that takes it, or it stays where its own place stays, or it
goes to the only heir. It keeps the rest of its path: RT 07 of RW 005 is so in the new kelurahan.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from siip.kernel.refused import Refused
from siip.wilayah.rules.codes import LEVELS, Level, code_of, is_path, level_of, parent_of
from siip.wilayah.rules.rt_numbers import name_of, path_key

Valid = Mapping[str, str]  # path to name of what is valid now: at least every place concerned


@dataclass(frozen=True, slots=True)
class Heir:
    """A place that takes over: `name` for a new one, `takes` the paths inside that move to it."""

    path: str
    name: str = ""
    takes: tuple[str, ...] = ()


@dataclass(slots=True)
class Change:
    """Paths that end, places that begin (path to name), and who follows whom (old path, new path)."""

    ends: list[str] = field(default_factory=list)
    begins: dict[str, str] = field(default_factory=dict)
    follows: list[tuple[str, str]] = field(default_factory=list)

    def begin(self, path: str, name: str) -> None:
        """Raises Refused: "path-taken" when two places would get this path."""
        if path in self.begins:
            raise _taken(path)
        self.begins[path] = name


def change(predecessors: Sequence[str], heirs: Sequence[Heir], valid: Valid) -> Change:
    """Work out a succession.

    Raises Refused: "unknown-wilayah", "not-a-code", "other-level", "name-missing", "no-parent",
    "not-inside", "unassigned", "path-taken", "no-change".
    """
    _check_shape(predecessors, heirs, valid)
    result = Change()
    for heir in heirs:
        if _is_new(heir, predecessors, valid):
            result.begin(heir.path, _name(heir))
    stays = {heir.path for heir in heirs} - result.begins.keys()
    for path in predecessors:
        if path not in stays:
            result.ends.append(path)
        result.follows += [(path, h.path) for h in heirs if h.path != path or path not in stays]
        _move_inside(path, heirs, valid, result)
    _check_outcome(result, valid)
    return result


def _check_shape(predecessors: Sequence[str], heirs: Sequence[Heir], valid: Valid) -> None:
    for path in predecessors:
        if path not in valid:
            raise Refused("unknown-wilayah", f"Wilayah {_shown(path)} tidak berlaku lagi atau belum ada.")
    for heir in heirs:
        if not is_path(heir.path):
            raise Refused("not-a-code", f"“{heir.path[:40]}” bukan kode wilayah. Periksa kodenya.")
    paths = [*predecessors, *(heir.path for heir in heirs)]
    if not predecessors or not heirs or len({level_of(path) for path in paths}) > 1:
        raise Refused(
            "other-level",
            "Wilayah asal dan penggantinya harus setingkat, misalnya kelurahan dengan kelurahan.",
        )
    for taken in (path for heir in heirs for path in heir.takes):
        if taken not in valid or not any(_inside(taken, path) for path in predecessors):
            raise Refused("not-inside", f"{_shown(taken)} tidak terletak di wilayah asal.")


def _is_new(heir: Heir, predecessors: Sequence[str], valid: Valid) -> bool:
    if heir.path not in valid:
        return True
    renamed = heir.name not in ("", valid[heir.path])
    if renamed and heir.path not in predecessors:
        raise _taken(heir.path)
    return renamed


def _name(heir: Heir) -> str:
    if LEVELS.index(level_of(heir.path)) >= LEVELS.index(Level.RW):
        return name_of(heir.path)
    if not heir.name.strip():
        raise Refused("name-missing", f"Nama wilayah baru {_shown(heir.path)} belum diisi.")
    return heir.name.strip()


def _move_inside(path: str, heirs: Sequence[Heir], valid: Valid, result: Change) -> None:
    inside = [place for place in valid if _inside(place, path)]
    if lost := [place for place in inside if not _target(place, path, heirs)]:
        raise Refused(
            "unassigned",
            f"Belum ditentukan ke mana {', '.join(map(_shown, lost[:5]))} berpindah. Pilihlah wilayah penggantinya.",
        )
    for place in inside:
        target = _target(place, path, heirs)
        if target != path:
            new = target + place.removeprefix(path)
            result.ends.append(place)
            result.begin(new, valid[place])
            result.follows.append((place, new))
            _bring_rw(place, new, valid, result)


def _target(place: str, path: str, heirs: Sequence[Heir]) -> str:
    for heir in heirs:
        if any(place.startswith(taken) for taken in heir.takes):
            return heir.path
    paths = [heir.path for heir in heirs]
    if path in paths:
        return path
    return paths[0] if len(paths) == 1 else ""


def _bring_rw(old: str, new: str, valid: Valid, result: Change) -> None:
    """An RT that moves without its RW still lies in an RW of that number."""
    rw, was = parent_of(new), parent_of(old)
    known = rw in valid or rw in result.begins
    if level_of(new) == Level.RT and level_of(rw) == Level.RW and not known:
        result.begin(rw, name_of(rw))
        if was in valid:
            result.follows.append((was, rw))


def _check_outcome(result: Change, valid: Valid) -> None:
    if not (result.ends or result.begins or result.follows):
        raise Refused("no-change", "Tidak ada yang berubah. Periksa wilayah asal dan penggantinya.")
    left = set(valid) - set(result.ends)
    keys = {path_key(path) for path in left}
    for path in result.begins:
        if path_key(path) in keys:
            raise _taken(path)
        keys.add(path_key(path))
        outer = parent_of(path)
        if outer and outer not in left and outer not in result.begins:
            raise Refused("no-parent", f"Wilayah {_shown(outer)} di atasnya belum ada.")


def _inside(path: str, outer: str) -> bool:
    return path != outer and path.startswith(outer)


def _taken(path: str) -> Refused:
    return Refused("path-taken", f"Kode {_shown(path)} sudah dipakai. Pilihlah kode atau nomor lain.")


def _shown(path: str) -> str:
    return code_of(path) if is_path(path) else f"“{path[:40]}”"
