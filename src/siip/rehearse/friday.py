"""One Friday, scene by scene, as the people of an office play it: planned, called, held, closed, reported."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from typing import Any
from urllib.parse import quote, urlsplit

from siip.rehearse import people, pictures
from siip.rehearse.hand import Hand, Time
from siip.rehearse.pages import Page, Stumbled
from siip.rehearse.people import Somebody

STREETS = ("Jalan DI Panjaitan", "Jalan Kapten Abdullah", "Jalan Tegal Binangun", "Lorong Sukarela", "Jalan Pertahanan")
UUID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
BOOK = re.compile(r"(.+), (\d{4})")


@dataclass(frozen=True, slots=True)
class Size:
    """How large a Friday is: RT called, people at the counters, places of work."""

    rts: int
    requests: int
    places: int


@dataclass(slots=True)
class Friday:
    """A Friday of one kelurahan. `hands` by username: rini takes and records, the others initial and sign."""

    hands: dict[str, Hand]
    pins: dict[str, str]
    time: Time
    kelurahan: str
    on: date
    size: Size
    chance: Random
    event: str = ""
    offset: timedelta = timedelta(hours=7)
    requests: list[str] = field(default_factory=list)

    @property
    def rini(self) -> Hand:
        return self.hands["rini"]

    @property
    def base(self) -> str:
        return f"/kantor/kegiatan/{self.event}/"

    def at(self, hour: int, minute: int = 0, *, days: int = 0) -> None:
        """Set the clock to an hour of the day, or of a day before or after it."""
        day = datetime.combine(self.on + timedelta(days=days), datetime.min.time(), self.time.now.tzinfo)
        self.time.now = day + timedelta(hours=hour, minutes=minute) - self.offset

    def passes(self, seconds: float) -> None:
        """Some time goes by."""
        self.time.now += timedelta(seconds=seconds)


def open_books(day: Friday) -> None:
    """A new year: whoever has a register of another year and none of this one is opened one, from its number 1."""
    day.at(8, 0)
    dewi, year = day.hands["dewi"], str(day.on.year)
    found = {match.groups() for words, _ in dewi.opens("/kantor/register/").links if (match := BOOK.match(words))}
    for title in sorted({title for title, _ in found} - {title for title, of in found if of == year}):
        page = dewi.opens("/kantor/register/buka/")
        office = page.form("office_id").worded("office_id")[title]
        dewi.sends(page, "office_id", office_id=office, year=year, after="0", mode="siip")


def plan(day: Friday) -> None:
    """On Monday the clerk plans it, with the first RT, some places, a leader."""
    day.at(9, 10, days=-4)
    page = day.rini.opens(f"/kantor/kegiatan/baru/?kelurahan={day.kelurahan}")
    form = page.form("street")
    rts, places = form.choices("rts"), form.choices("places")
    first = day.chance.randrange(max(1, min(3, len(rts) - day.size.rts + 1)))
    said: dict[str, Any] = {
        "on": f"{day.on:%d-%m-%Y}", "street": STREETS[day.on.isocalendar().week % len(STREETS)],
        "gathering": "Depan Kantor Lurah",
        "bring": "Sapu, cangkul, atau arit bila ada.", "rts": rts[first : first + day.size.rts],
        "places": day.chance.sample(places, min(len(places), day.size.places)), "counters": "2",
        "pemimpin": form.choices("pemimpin")[0], "services": [one for one in form.choices("services") if one != "kk"],
    }  # fmt: skip
    page = day.rini.sends(page, "street", **said)
    day.event = _id(page.url, r"/kegiatan/")


def call(day: Friday) -> None:
    """On Wednesday the heads are called; by Thursday evening most have answered, and some stay silent."""
    day.at(10, 0, days=-2)
    page = day.rini.opens(f"{day.base}panggilan/")
    if any("tautan" in form.action for form in page.forms):
        form = next(form for form in page.forms if "tautan" in form.action)
        page = day.rini.sends(Page(page.status, page.url, page.html, [form], []), "token")
    called = page.form("how").choices("places")
    if not called:
        return  # no head of these RT is known yet
    day.rini.sends(page, "how", places=called)
    day.at(19, 30, days=-1)
    for place in called:
        if day.chance.random() < 0.8:
            coming = day.chance.choices(("yes", "represented", "no"), (7, 2, 1))[0]
            page = day.rini.opens(f"{day.base}panggilan/{place}/jawaban/")
            heads = "0" if coming == "no" else str(day.chance.randrange(8, 35))
            day.rini.sends(page, "coming", coming=coming, heads=heads, source="wa")


def gather(day: Friday) -> None:
    """From half past six people come: officials by name, residents by RT."""
    day.at(6, 40)
    page = day.rini.opens(f"{day.base}hadir/nama/")
    people_here = list(dict.fromkeys(press.partition(".")[0] for press in page.form("press").choices("press")))
    for role, person in zip(("memimpin", "melayani", "bekerja"), people_here, strict=False):
        page = day.rini.sends(page, "press", f"{person}.{role}")
    page = day.rini.sends(page, "agency", agency="babinsa", partner="Sertu Agus Salim")
    page = day.rini.opens(f"{day.base}hadir/")
    called = list(dict.fromkeys(mark.partition(".")[0] for mark in page.form("mark").choices("mark")))[: day.size.rts]
    for minute in range(2):
        day.passes(600)
        for place in called:
            page = _counted(day, page, place, day.chance.randrange(4, 14) if minute else day.chance.randrange(2, 10))


def _counted(day: Friday, page: Page, place: str, heads: int) -> Page:
    for count in (5,) * (heads // 5) + (1,) * (heads % 5):
        day.passes(2)
        page = day.rini.sends(page, "mark", f"{place}.add.{count}")
    return page


def serve(day: Friday) -> None:
    """From seven: a number for each, then to the counter; what is complete is drafted at once."""
    day.at(7, 5)
    for number in range(day.size.requests):
        page = day.rini.opens(f"{day.base}antrean/")
        priority = "lansia" if day.chance.random() < 0.2 else ""
        day.rini.sends(page, "priority", priority=priority, kode="")
        day.passes(40)
        page = day.rini.opens(f"{day.base}antrean/")
        day.rini.sends(page, "press", "next")
        _request(day, people.somebody(day.chance, day.on), is_whole=day.chance.random() < 0.9 or number == 0)
        day.passes(day.chance.randrange(150, 420) * 15 / max(15, day.size.requests))


def _request(day: Friday, who: Somebody, *, is_whole: bool) -> None:
    where = quote(f"kegiatan-{day.event}")
    page = day.rini.opens(f"/kantor/permohonan/baru/?layanan=domisili_orang&tempat={where}")
    homes = page.form("isi_nama").choices("rt_rw")
    said = {
        "isi_nama": who.name, "isi_tanggal_lahir": f"{who.born:%d-%m-%Y}", "isi_tempat_lahir": "Palembang",
        "isi_jenis_kelamin": who.sex, "isi_alamat": who.address, "isi_alamat_domisili": who.address,
        "isi_keperluan": who.purpose, "rt_rw": homes[0], "berkas_ktp": "on",
        "berkas_pengantar_rt": "rt_head", "ketua_pengantar_rt": "Ruslan",
    }  # fmt: skip
    if is_whole:
        said["berkas_kk"] = "on"
    page = day.rini.sends(page, "langkah", "periksa", **said)
    page = day.rini.sends(page, "langkah", "simpan")
    day.requests.append(_id(page.url, r"/permohonan/"))


def sign(day: Friday) -> None:
    """Pak Lurah approves what waits with one PIN; it is signed by pen and handed over on the spot."""
    approve(day)
    for request in day.requests:
        page = day.rini.opens(f"/kantor/permohonan/{request}/")
        letter = re.search(rf"/kantor/surat/({UUID})/", page.html)
        if letter is None or day.chance.random() < 0.1:
            continue
        day.passes(20)
        shown = day.rini.opens(f"/kantor/surat/{letter[1]}/")
        pen = next((form for form in shown.forms if "sudah-ditandatangani" in form.action), None)
        if pen is None:
            continue
        day.rini.sends(Page(shown.status, shown.url, shown.html, [pen], []), "token")
        page = day.rini.opens(f"/kantor/permohonan/{request}/serah/")
        day.rini.sends(page, "receiver")


def approve(day: Friday) -> None:
    """Everything that waits for the lurah."""
    page = day.hands["hendra"].opens("/kantor/menunggu/")
    if any(form.has("pin") for form in page.forms):
        day.hands["hendra"].sends(page, "pin", pin=day.pins["hendra"])


def work(day: Friday) -> None:
    """At each place: a picture before, the work, a picture after from the same spot, and what was measured."""
    board = f"{day.base}kerja/"
    begun: list[str] = []
    while True:
        page = day.rini.opens(board)
        form = next((form for form in page.forms if form.has("place") and form.has("kind")), None)
        if form is None or len(begun) >= day.size.places:
            break
        page = day.rini.sends(Page(page.status, page.url, page.html, [form], []), "kind")
        begun.append(_id(page.url, r"/kerja/"))
    for shows, hour, minute in (("before", 7, 10), ("after", 9, 5)):
        day.at(hour, minute)
        for site in begun:
            page = day.rini.opens(f"/kantor/kerja/{site}/foto/")
            picture = pictures.drain(day.chance, is_clean=shows == "after")
            day.rini.sends_files(page, "photos", [(f"{shows}.png", picture)], shows=shows, faces="none")
            day.passes(90)
    for site in begun:
        _measure(day, site)


def _measure(day: Friday, site: str) -> None:
    page = day.rini.opens(f"/kantor/kerja/{site}/hasil/")
    asked = {one.name for one in page.form("state").controls}
    found = {
        "ukuran_saluran_m": day.chance.randrange(30, 160), "ukuran_jalan_m": day.chance.randrange(80, 300),
        "ukuran_karung": day.chance.randrange(8, 45), "ukuran_luas_m2": day.chance.randrange(20, 120),
    }  # fmt: skip
    said = {name: str(amount) for name, amount in found.items() if name in asked}
    if "waste" in asked:
        said["waste"] = "hauled" if day.chance.random() < 0.8 else "left"
    day.rini.sends(page, "state", state="clean", **said)


def hear(day: Friday) -> None:
    """What people say while they work: in a talk, of need and offer, of how they were served, of what is wrong."""
    day.at(8, 45)
    page = day.rini.opens(f"{day.base}janji/")
    day.rini.sends(page, "due", text=day.chance.choice(people.PROMISES))
    page = day.rini.opens(f"{day.base}penyuluhan/")
    topic = day.chance.choice(page.form("topic").choices("topic"))
    day.rini.sends(page, "topic", topic=topic, speaker="Puskesmas Plaju", heads=str(day.chance.randrange(12, 45)))
    goods = ""
    for slug in ("perlu", "tawar"):
        page = day.rini.opens(f"{day.base}saling-bantu/{slug}/")
        goods = goods or day.chance.choice(page.form("goods").choices("goods"))
        day.rini.sends(page, "goods", goods=goods, count=str(day.chance.randrange(1, 4)))
    page = day.rini.opens(f"{day.base}wajah/kertas/")
    said = {"good": day.chance.randrange(8, 20), "fair": day.chance.randrange(4), "poor": day.chance.randrange(2)}
    day.rini.sends(page, "good", **{face: str(count) for face, count in said.items()})
    page = day.rini.opens(f"{day.base}janji/aduan/")
    subject = day.chance.choice(page.form("subject").choices("subject")[:4])
    day.rini.sends(page, "subject", subject=subject, text=day.chance.choice(people.ADUAN), where="Lorong Sukarela")


def carry(day: Friday) -> None:
    """What could not be finished is promised: a day, a place, a slip with a code; it goes on at the office."""
    day.at(9, 20)
    for request in day.requests:
        page = day.rini.opens(f"/kantor/permohonan/{request}/")
        if any(href.endswith(f"{request}/janji/") for _, href in page.links):
            page = day.rini.opens(f"/kantor/permohonan/{request}/janji/")
            day.rini.sends(page, "due_on")
            day.passes(30)


def close(day: Friday) -> None:
    """At half past nine the day is closed; the report is initialled and signed, and everybody can read it."""
    day.at(9, 35)
    page = day.rini.opens(f"{day.base}tutup/")
    note = day.chance.choice(("Cuaca cerah; tidak ada kecelakaan.", "Gerimis sebentar; pekerjaan tetap selesai.", ""))
    day.rini.sends(page, "note", note=note)
    day.at(10, 20)
    page = day.hands["nyimas"].opens("/kantor/menunggu/")
    if any(form.has("what", "paraf") for form in page.forms):
        day.hands["nyimas"].sends(page, "what", "paraf")
    day.at(10, 40)
    approve(day)


SCENES: tuple[tuple[str, Callable[[Friday], None]], ...] = (
    ("direncanakan", plan),
    ("dipanggil", call),
    ("berkumpul", gather),
    ("dilayani", serve),
    ("ditandatangani", sign),
    ("bekerja", work),
    ("didengar", hear),
    ("dijanjikan", carry),
    ("ditutup", close),
)
"""The scenes of a Friday in their order, each with its word."""


def _id(url: str, after: str) -> str:
    found = re.search(f"{after}({UUID})/", url)
    if found is None:
        raise Stumbled(f"Sesudah dikirim terbuka {urlsplit(url).path}, bukan halaman yang baru dibuat.")
    return found[1]
