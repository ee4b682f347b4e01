"""Which RW and RT a kelurahan gets when numbers are added to those it has.

The spelling that is there first stays: "7a" finds the RT written "07a", "5" the RW written "005". An
RT that is known without an RW and one of the same number in an RW are never both taken in: nobody
could say later which of them a paper means.
"""

from collections.abc import Iterable

from siip.kernel.refused import Refused
from siip.wilayah.rules.codes import NO_RW, Level, level_of, segments
from siip.wilayah.rules.rt_numbers import number_key, path_key, rt_number, rt_path, rw_number


class RtPlan:
    """The RW and RT of one kelurahan, and the new ones in the order in which they came."""

    def __init__(self, kelurahan: str, known: Iterable[str]) -> None:
        self.kelurahan = kelurahan
        self.new: list[str] = []
        self._paths: dict[str, str] = {}
        self._rws: dict[str, list[str]] = {}  # key of an RT's number -> RW in which it is found
        for path in known:
            self._keep(path)

    def add(self, rw: object, rt: object) -> str:
        """The path of an RT as it was written, found or new; a new RW comes with its first RT.

        Raises Refused: "rt-missing", "rt-unreadable", "rw-unreadable", "rt-rw-unclear".
        """
        number, group = rt_number(rt), rw_number(rw)
        wanted = rt_path(self.kelurahan, group, number)
        if found := self._paths.get(path_key(wanted)):
            return found
        self._check_group(group, number)
        if group != NO_RW:
            wanted = rt_path(self.kelurahan, self._rw(group), number)
        self._append(wanted)
        return wanted

    def _rw(self, group: str) -> str:
        path = f"{self.kelurahan}{group}/"
        found = self._paths.get(path_key(path))
        if found is None:
            self._append(path)
            found = path
        return segments(found)[4]

    def _check_group(self, group: str, number: str) -> None:
        others = self._rws.get(number_key(number), [])
        if not others or (group == NO_RW) == (others == [NO_RW]):
            return
        where = "tanpa RW" if others == [NO_RW] else f"di RW {', '.join(sorted(others))}"
        raise Refused(
            "rt-rw-unclear",
            f"RT {number} sudah tercatat {where}. Tulislah RW yang sama seperti yang tercatat, "
            "atau akhiri dahulu RT yang lama.",
        )

    def _append(self, path: str) -> None:
        self.new.append(path)
        self._keep(path)

    def _keep(self, path: str) -> None:
        self._paths[path_key(path)] = path
        if level_of(path) == Level.RT:
            _, _, _, _, group, number = segments(path)
            self._rws.setdefault(number_key(number), []).append(group)
