"""A house with a year behind it: Kecamatan Plaju, 52 Fridays in its seven kelurahan, done by the areas' own acts.

Nothing is sent over HTTP: the acts are called in this process with the moment at which they are done, and the
jobs that set letters in type stay in their queue. People and residents are invented; the same year every time.
"""

import io
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from importlib import import_module
from random import Random
from typing import Any, Final
from uuid import UUID

from siip.kernel.ids import uuid7
from siip.rehearse import people as crowd
from tests.cast import AT, DOMISILI, PATTERN, PLAJU, PLAJU_ILIR, PLAJU_ULU, Cast, hire, ident

RESIDENTS = 30_000
RWS, RTS_IN_RW = 11, 4
CALLED, AT_COUNTER, AT_OFFICE, MARKS, FACES = 12, 31, 10, 10, 30
"""Of each Friday: RT called, letters asked for there and at the office that week, marks of each RT, faces touched."""
LANES: Final = ("Jalan DI Panjaitan", "Jalan Kapten Abdullah", "Jalan Tegal Binangun", "Lorong Sukarela")
WIB: Final = timedelta(hours=7)
Progress = Callable[[str], None]


@dataclass
class Kelurahan:
    """One of the seven: who works there by the kind of his office, its RT and places."""

    path: str
    staff: dict[str, str]
    rts: list[Any] = field(default_factory=list)
    places: list[UUID] = field(default_factory=list)


@dataclass
class Day:
    """A Friday under way."""

    home: Kelurahan
    event: Any
    on: date
    chance: Random
    now: datetime = AT
    rts: list[Any] = field(default_factory=list)
    sites: list[Any] = field(default_factory=list)
    requests: list[Any] = field(default_factory=list)
    photos: list[Any] = field(default_factory=list)

    def at(self, hour: int, minute: int = 0, *, days: int = 0) -> None:
        """Set the clock to an hour of the day there, or of a day before or after it."""
        day = datetime.combine(self.on, time(hour, minute), UTC) - WIB
        self.now = day + timedelta(days=days)


def build(cast: Cast, things: dict[str, Any], count: int, progress: Progress) -> None:
    """Give a furnished house (tests/twins.py) so many Fridays; `things` then names the fullest of everything."""
    year = _Year(cast, things)
    progress("the lists")
    year.found()
    fridays = [date(2026, 11, 20) - timedelta(weeks=n) for n in reversed(range(count))]
    # The last one, which nobody has closed yet, is in the kelurahan whose pages are measured, whose book of 2025
    # is kept on paper.
    others = [one for one in year.homes if one.path != PLAJU_ILIR]
    for n, on in enumerate(fridays):
        progress(f"the Friday of {on}")
        order = others if on.year == 2025 else [*others, year.home]
        year.friday(order[(n - count) % len(order)], on, is_last=n == count - 1)
    progress("today and the Friday to come")
    year.today()
    year.to_come(date(2026, 11, 27))


class _Year:
    def __init__(self, cast: Cast, things: dict[str, Any]) -> None:
        from siip.wilayah import territory

        self.cast, self.things, self.chance = cast, things, Random(20261124)
        self.homes = [Kelurahan(one.path, self._staff(one.path)) for one in territory.kelurahan_of(PLAJU)]
        self.home = next(one for one in self.homes if one.path == PLAJU_ILIR)
        self.actors: dict[str, Any] = {}

    def found(self) -> None:
        """People and registers of every kelurahan, the list of residents with its RT, their heads, places."""
        from siip.letters import registers
        from siip.people import resident_imports
        from siip.people.resident_files import read_list

        by = self._by("dewi")
        content = import_module("bench.import").invented(RESIDENTS, rws=RWS, rts=RTS_IN_RW)
        file = read_list(content, "daftar.xlsx")
        resident_imports.import_residents(
            file, resident_imports.default_terms(file.name, AT.date()), where=PLAJU, new_id=uuid7, make_rt=True,
            **self._said(by, AT - timedelta(days=400)),
        )  # fmt: skip
        for home in self.homes:
            for year in (2025, 2026):
                if home.path != PLAJU_ILIR:  # whose registers were opened with what furnishes it
                    office = self.cast.offices[home.staff["lurah"]].pk
                    registers.open_register(
                        office, year=year, pattern=PATTERN, pad=1, mode="siip", after=0, **self._said(by)
                    )
            self._heads_and_places(home)

    def friday(self, home: Kelurahan, on: date, *, is_last: bool) -> None:
        """One Friday from the plan to the report; the last one waits to be closed."""
        day = self._planned(home, on)
        self._called(day)
        self._office_week(day, is_signed=not is_last)
        day.at(6, 40)
        self._held(day)
        if is_last:
            self.things["event_begun"] = day.event.pk
            return
        self._close(day)
        if home.path == PLAJU_ILIR:
            self.things |= {"event_closed": day.event.pk, "photo_public": day.photos[0]}

    def today(self) -> None:
        """The event of today, filled like any other."""
        from siip.programme import events

        event = events.event(self.things["event_today"], by=self._by("rini"))
        self._held(Day(self.home, event, AT.date(), self.chance, AT, self.home.rts[:CALLED]))

    def to_come(self, on: date) -> None:
        """The next Friday, called and half answered."""
        day = self._planned(self.home, on)
        self._called(day)
        self.things |= {"event": day.event.pk, "rt_place": day.rts[0].pk}

    def _by(self, key: str) -> Any:
        if key not in self.actors:
            self.actors[key] = self.cast.actor(key)
        return self.actors[key]

    def _said(self, by: Any, at: datetime = AT) -> dict[str, Any]:
        return {"by": by, "at": at, "id": uuid7()}

    def _clerk(self, day: Day, seconds: int = 5) -> dict[str, Any]:
        day.now += timedelta(seconds=seconds)
        return self._said(self._by("rini"), day.now)

    def _staff(self, path: str) -> dict[str, str]:
        known = {PLAJU_ILIR: ("hendra", "nyimas", "agus"), PLAJU_ULU: ("zul", "", "")}.get(path, ("", "", ""))
        staff, number = {}, path.split("/")[3]
        for n, (kind, key) in enumerate(zip(("lurah", "seklur", "kasi_pemerintahan"), known, strict=True)):
            staff[kind] = key or f"{kind}{number}"
            if not key:
                who = crowd.MEN[(int(number) * 3 + n) % len(crowd.MEN)]
                nip = f"19800101201001{number}"
                hire(self.cast, [(staff[kind], who, nip, "Penata (III/c)", kind, path)], self._house())
        return staff

    def _house(self) -> Any:
        from siip import founding

        return founding.house_actor()

    def _heads_and_places(self, home: Kelurahan) -> None:
        from siip.people import offices, persons
        from siip.programme import places
        from siip.wilayah import territory

        by, home.rts = self._by("dewi"), territory.rts_of(home.path, AT.date())
        for n, rt in enumerate(home.rts):
            if offices.offices_at(rt.path):
                continue
            name = crowd.somebody(self.chance, AT.date()).name
            person = persons.make_person(kecamatan=PLAJU, name=name, phone=f"0812-0000-{n:04}", **self._said(by))
            office = offices.make_office(kind="ketua_rt", wilayah=rt.pk, title=f"Ketua {rt.title}", **self._said(by))
            offices.give_office(
                office_id=office.pk, person_id=person.pk, from_on=date(2025, 1, 2), **self._said(by)
            )  # fmt: skip
        for n in range(12):
            rt = home.rts[n * 3 % len(home.rts)]
            spot = places.Spot(f"Saluran {LANES[n % 4]} {n + 1}", 1, rt.path)
            home.places.append(places.add_place(home.path, spot, **self._said(self._by("rini"))).pk)

    def _planned(self, home: Kelurahan, on: date) -> Day:
        from siip.programme import events

        first = self.chance.randrange(len(home.rts) - CALLED)
        rts = home.rts[first : first + CALLED]
        team = (
            events.Member(self.cast.people[home.staff["lurah"]].pk, "pemimpin"),
            events.Member(self.cast.people["rini"].pk, "loket", "loket 1"),
        )
        plan = events.Plan(
            kelurahan=home.path, on=on, starts=time(7), ends=time(9, 30), street=self.chance.choice(LANES),
            gathering="Depan Kantor Lurah", bring="Sapu, cangkul, arit", rts=tuple(one.path for one in rts),
            services=("domisili_orang", "sku", "sktm", "ktp_el", "kk", "kia"), team=team, counters=2,
            places=tuple(self.chance.sample(home.places, 3)),
        )  # fmt: skip
        day = Day(home, None, on, self.chance, rts=rts)
        day.at(9, days=-4)
        day.event = events.plan_event(self.things["programme"], plan, **self._clerk(day))
        return day

    def _called(self, day: Day) -> None:
        from siip.mobilisation import answers, calls, links

        day.at(10, days=-2)
        links.make_links(day.event.pk, **self._clerk(day))
        calls.note_called(day.event.pk, [one.pk for one in day.rts], **self._clerk(day))
        for rt in day.rts[:-2]:
            coming = day.chance.choice(("yes", "yes", "yes", "represented", "no"))
            reply = answers.Reply(coming, None if coming == "no" else day.chance.randrange(8, 35))
            answers.answer_for(day.event.pk, reply, wilayah=rt.pk, source="wa", **self._clerk(day, 60))

    def _office_week(self, day: Day, *, is_signed: bool) -> None:
        """What is asked for at the office before the Friday and goes the whole chain."""
        day.at(9, 30, days=-3)
        rows = [self._request(day, self._clerk(day, 300), is_there=False) for _ in range(AT_OFFICE)]
        letters = [row.letter for row in rows if row.letter]
        for letter in letters:
            self._initialled(day, letter)
        if is_signed:
            self._signed(day, rows)

    def _held(self, day: Day) -> None:
        self._gathered(day)
        self._served(day)
        self._signed(day, day.requests)
        self._carried(day)
        self._worked(day)
        self._heard(day)

    def _gathered(self, day: Day) -> None:
        """Officials and partners by name, residents RT by RT, each touch an act of its own as at the counter."""
        from siip.fieldday import presences, tallies
        from siip.fieldday.presences import Named

        staff = ((self.cast.people[day.home.staff["lurah"]].pk, "memimpin"), (self.cast.people["rini"].pk, "melayani"))
        named = [Named("staff", person, role) for person, role in staff]
        named += [Named("partner", agency="babinsa", name="Agus Salim")]
        named += [
            Named("resident", name=f"{crowd.somebody(day.chance, day.on).name} {n}", rt=day.rts[0].path, agreed=True)
            for n in range(4)
        ]
        for one in named:
            presences.mark_present(day.event.pk, [one], counter="A", **self._clerk(day))
        for _ in range(MARKS):
            for rt in day.rts:
                mark = tallies.Mark(rt.pk, "A", count=day.chance.randrange(1, 4))
                tallies.mark_tally(day.event.pk, [mark], **self._clerk(day, 3))

    def _served(self, day: Day) -> None:
        from siip.fieldday import queue

        for _ in range(AT_COUNTER):
            wish = queue.Wish("A", "lansia" if day.chance.random() < 0.2 else "")
            queue.take_tickets(day.event.pk, [wish], **self._clerk(day, 10))
        for _ in range(AT_COUNTER):
            ticket = queue.call_next(day.event.pk, counter="A", **self._clerk(day, 30))
            row = self._request(day, self._clerk(day, 60))
            queue.link_request(ticket.pk, row.pk, **self._clerk(day, 1))
            day.requests.append(row)

    def _request(self, day: Day, said: dict[str, Any], *, is_there: bool = True) -> Any:
        from siip.letters.rules import codes
        from siip.services import requests
        from siip.services.intake import Intake, Shown

        who, rt = crowd.somebody(day.chance, day.on), day.chance.choice(day.rts)
        answers = DOMISILI | {
            "nama": who.name, "nik": f"167114{who.born:%d%m%y}{day.chance.randrange(1, 10_000):04}",
            "tanggal_lahir": who.born.isoformat(), "jenis_kelamin": who.sex, "alamat": who.address,
            "alamat_domisili": who.address, "keperluan": who.purpose, "rt": rt.number,
            "rw": rt.path.split("/")[4].replace("-", ""), "pengantar_tanggal": day.on.isoformat(),
        }  # fmt: skip
        if not is_there:
            answers["pengantar_tanggal"] = said["at"].date().isoformat()
        papers = [Shown("pengantar_rt", "Ruslan"), Shown("ktp"), Shown("kk")]
        if day.chance.random() < 0.05:
            papers.pop()
        where: dict[str, Any] = {"event": day.event.pk} if is_there else {"kelurahan": day.home.path}
        code = codes.code_from(day.chance.randbytes(codes.BYTES))
        return requests.take_request(Intake("domisili_orang", answers, **where), papers, code=code, **said)

    def _initialled(self, day: Day, letter: Any) -> Any:
        from siip.letters import letters

        while letter.waits_for in ("kasi_pemerintahan", "seklur"):
            day.now += timedelta(seconds=60)
            by = self._by(day.home.staff[letter.waits_for])
            letter = letters.paraf_letter(letter.pk, **self._said(by, day.now))
        return letter

    def _signed(self, day: Day, rows: list[Any]) -> None:
        """With one PIN; nine in ten then by pen, and handed over."""
        from siip.letters import letters
        from siip.services import requests

        drafted = [row for row in rows if row.letter]
        self._approve(day, [row.letter.pk for row in drafted])
        for row in drafted:
            if day.chance.random() < 0.9:
                letters.confirm_wet_signature(row.letter.pk, **self._clerk(day, 20))
                requests.hand_over(row.pk, receiver="yang bersangkutan", **self._clerk(day, 10))

    def _approve(self, day: Day, letter_ids: list[UUID]) -> None:
        from siip.letters import letters
        from siip.people.pins import Proof

        key = day.home.staff["lurah"]
        day.now += timedelta(seconds=60)
        proof = Proof(self.cast.accounts[key].pk, ident("enrolment", key), day.home.path, day.now)
        letters.sign_and_number(letter_ids, proof=proof, **self._said(self._by(key), day.now))

    def _carried(self, day: Day) -> None:
        """What lacks a paper is promised for another day; of the last weeks it is still open, the rest came."""
        from siip.kernel import workdays
        from siip.services import requests, slips
        from siip.services.rules.slips import BYTES, code_from

        for row in day.requests:
            if row.letter is None:
                slips.carry_over(
                    row.pk, reason="papers", due_on=workdays.after(day.on, 1), place=day.home.path,
                    code=code_from(day.chance.randbytes(BYTES)), **self._clerk(day),
                )  # fmt: skip
                if day.on < date(2026, 10, 30):
                    requests.cancel_request(row.pk, reason="tidak kembali", **self._clerk(day))

    def _worked(self, day: Day) -> None:
        from siip.activity import photos, sites
        from siip.activity.sites import Outcome, Reading, Record

        for place in day.chance.sample(day.home.places, 3):
            site = sites.open_site(day.event.pk, place, "saluran", **self._clerk(day, 60))
            for shows in ("before", "after"):
                sent = photos.read_photo(f"{shows}.jpg", picture(day.chance))
                added = photos.add_photos(
                    day.event.pk, [sent], shows=shows, site_id=site.pk, faces="agreed", **self._clerk(day)
                )
                day.photos += [one.pk for one in added.photos]
            measured = (
                Reading("saluran_m", Decimal(day.chance.randrange(30, 160))),
                Reading("karung", Decimal(day.chance.randrange(8, 45))),
            )
            record = Record(site.pk, Outcome("clean", "hauled"), measured)
            sites.record_work(day.event.pk, [record], **self._clerk(day))

    def _heard(self, day: Day) -> None:
        """A talk, needs and offers, faces, promises and aduan with what became of them."""
        from siip.activity import talks
        from siip.exchange import helps, matches
        from siip.survey import faces

        chance, event = day.chance, day.event.pk
        talks.note_talk(event, talks.Saying(4, "Puskesmas Plaju", chance.randrange(12, 45)), **self._clerk(day))
        said = helps.Said(2, 3, "cangkul", day.rts[0].path)
        need, offer, _ = (helps.note_help(side, event, said, **self._clerk(day)) for side in ("need", "offer", "need"))
        match = matches.match_help(event, need.pk, offer.pk, 3, **self._clerk(day))
        matches.move_match(match.pk, "give", **self._clerk(day))
        for _ in range(FACES):
            face = chance.choice(("good", "good", "good", "fair", "poor"))
            faces.mark_faces(event, [faces.Mark("A", face)], **self._clerk(day))
        for _ in range(2):
            self._promised(day)
            self._reported(day)

    def _promised(self, day: Day) -> None:
        from siip.followup import promises
        from siip.followup.promises import Wording
        from siip.followup.spots import Spot

        owner = self.cast.offices[day.home.staff["lurah"]].pk
        said = Wording(day.chance.choice(crowd.PROMISES), owner, day.on + timedelta(days=14))
        row = promises.make_promise(said, Spot(event=day.event.pk), **self._clerk(day))
        if day.chance.random() < 0.8:
            promises.finish_promise(row.pk, "sudah", **self._clerk(day))

    def _reported(self, day: Day) -> None:
        from siip.followup import aduan, handling
        from siip.followup.aduan import Report
        from siip.followup.spots import Spot

        key = day.home.staff["lurah"]
        lurah, owner = self._by(key), self.cast.offices[key].pk
        report = Report(day.chance.randrange(1, 4), day.chance.choice(crowd.ADUAN), "Lorong Sukarela", "Siti", "")
        row = aduan.note_aduan(report, Spot(event=day.event.pk), **self._clerk(day))
        due = day.on + timedelta(days=14)
        handling.forward_aduan(row.pk, office=owner, due_on=due, note="diteruskan", **self._said(lurah, day.now))
        if day.chance.random() < 0.8:
            handling.finish_aduan(row.pk, note="sudah diangkut", **self._said(lurah, day.now))
            handling.show_aduan(row.pk, text="Sampah di lorong diangkut.", **self._said(lurah, day.now))

    def _close(self, day: Day) -> None:
        from siip.letters.rules import codes
        from siip.reporting import closings

        day.at(9, 40)
        code = codes.code_from(day.chance.randbytes(codes.BYTES))
        row = closings.close_event(day.event.pk, note="Cuaca cerah.", code=code, **self._clerk(day))
        self._initialled(day, row.letter)
        self._approve(day, [row.letter_id])


def picture(chance: Random) -> bytes:
    """A photo as large as those that telephones send by WhatsApp; no two are the same."""
    from PIL import Image

    small = Image.frombytes("RGB", (40, 30), chance.randbytes(40 * 30 * 3))
    out = io.BytesIO()
    small.resize((1280, 960), Image.Resampling.BICUBIC).save(out, "JPEG", quality=80)
    return out.getvalue()
