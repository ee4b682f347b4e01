"""Who acts, and where they may: grants are pairs of a right and a territory path, plain text."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from siip.kernel.paths import is_within, outermost
from siip.kernel.refused import Refused


@dataclass(frozen=True, slots=True)
class Grant:
    """`right` may be used at `path` and everywhere beneath it."""

    right: str
    path: str


@dataclass(frozen=True, slots=True)
class Actor:
    """The one who does an act: a person by an account, on a device, with the grants of the offices held.

    `person` and `account` are None for the house itself (init, jobs, the training rehearsal's set-up).
    """

    person: UUID | None
    account: int | None
    device: UUID
    grants: frozenset[Grant] = field(default_factory=frozenset)

    def may(self, right: str, path: str) -> bool:
        """Whether this right reaches that territory; a button asks the same as the act."""
        return any(grant.right == right and is_within(path, grant.path) for grant in self.grants)

    def may_somewhere(self, right: str) -> bool:
        """Whether this right is held anywhere at all: what a navigation bar asks."""
        return any(grant.right == right for grant in self.grants)

    def require(self, right: str, path: str) -> None:
        """Raises Refused: "no-right" when the right does not reach that territory."""
        if not self.may(right, path):
            raise Refused(
                "no-right",
                "Jabatan Anda tidak berwenang untuk ini di wilayah tersebut. "
                "Mintalah pejabat yang berwenang, atau hubungi pengelola kecamatan.",
            )

    def scope(self, right: str) -> tuple[str, ...]:
        """The outermost paths where the right is held; every read is filtered by `paths.within`."""
        return outermost(grant.path for grant in self.grants if grant.right == right)

    def only_within(self, path: str) -> "Actor":
        """The same actor with the grants that reach into one kecamatan, cut down to it.

        The host decides the kecamatan of a page; a city officer who opens Plaju acts in Plaju only.
        """
        return Actor(self.person, self.account, self.device, frozenset(_cut(self.grants, path)))


def _cut(grants: Iterable[Grant], path: str) -> Iterable[Grant]:
    for grant in grants:
        if is_within(grant.path, path):
            yield grant
        elif is_within(path, grant.path):
            yield Grant(grant.right, path)
