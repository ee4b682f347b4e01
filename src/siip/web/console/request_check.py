"""Check your answers: the lines of a request as they will be saved, and what to look at twice."""

from siip.web.console.request_fields import ANSWER, HOUR
from siip.web.console.request_forms import MORE, WHERE, WHO, TakeForm
from siip.web.console.request_words import in_words, nik_says
from siip.web.ui.parts import Answer


def doubts(form: TakeForm) -> tuple[str, list[str]]:
    """What the NIK says, and everything that does not fit: nothing of it refuses anybody."""
    said, today = form.cleaned_data, form.spot.today
    number, born = said.get(f"{ANSWER}nik", ""), said.get(f"{ANSWER}tanggal_lahir")
    says, found = nik_says(number, born, said.get(f"{ANSWER}jenis_kelamin", ""), today)
    return says, [*found, *_head_doubts(form)]


def sections(form: TakeForm) -> list[tuple[str, list[Answer]]]:
    """The lines of check-your-answers, in the order of the form."""
    groups = (("Yang diterangkan", (*WHO, *MORE)), ("Tempat tinggal", WHERE))
    sections = [(title, [_line(form, name) for name in names if _is_said(form, name)]) for title, names in groups]
    sections.append(("Isi surat", [_line(form, field.name.removeprefix(ANSWER)) for field in form.letter()]))
    return [*sections, ("Berkas dan pemohon", _paper_lines(form))]


def _is_said(form: TakeForm, name: str) -> bool:
    """What else stands on a KTP-el is read out only where it was typed."""
    return ANSWER + name in form.fields and (name not in MORE or bool(form.cleaned_data.get(ANSWER + name)))


def _line(form: TakeForm, name: str) -> Answer:
    field = form[ANSWER + name]
    asked = next((one for one in form.kind.fields if one.name == name), None)
    return Answer(str(field.label), in_words(form.cleaned_data.get(field.name), asked))


def _paper_lines(form: TakeForm) -> list[Answer]:
    shown = {one.kode: one for one in form.shown()}
    lines = []
    for one in form.requirements:
        paper = shown.get(one.kode)
        how = "Belum ada" if paper is None else "Dilihat"
        if paper and paper.rt_head:
            hour = form.cleaned_data.get(HOUR + one.kode)
            how = f"Keterangan {paper.rt_head}, Ketua RT, {f'pukul {hour:%H.%M}' if hour else 'sekarang'}"
        lines.append(Answer(one.label, how))
        lines += [_line(form, name) for name in one.fields if paper and form.cleaned_data.get(ANSWER + name)]
    who = form.applicant()
    return [*lines, Answer("Yang datang", f"{who.name}, {who.relation}" if who else "Orangnya sendiri")]


def _head_doubts(form: TakeForm) -> list[str]:
    """An RT head by another name than the list of offices has for that RT."""
    listed = form.spot.heads.get(form.rt_value(), ())
    names = [one.rt_head for one in form.shown() if one.rt_head]
    known = {name.casefold() for name in listed}
    return [
        f"Yang tercatat sebagai Ketua RT itu {' dan '.join(listed)}, bukan {name}. Pastikan siapa yang menerangkan."
        for name in names if listed and name.casefold() not in known
    ]  # fmt: skip
