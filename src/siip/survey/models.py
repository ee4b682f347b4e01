"""Tables of the survey: the faces of each counter, with their marks."""

from django.db import models
from django.db.models import Q

from siip.kernel.models import Step
from siip.programme.models import Event
from siip.survey.rules import faces


class FaceTally(models.Model):
    """Which faces were touched at one counter of one event: the fold of its marks. Says nothing of who touched."""

    id = models.UUIDField(primary_key=True)  # uuid5 of event and counter: two who begin at once begin the same
    event = models.ForeignKey(Event, models.PROTECT, related_name="face_tallies")
    counter = models.CharField(max_length=1)
    counts = models.JSONField(default=dict)  # {source: {face: count}}
    last = models.JSONField(default=dict)  # {face: count}, what "undo" takes back

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event", "counter"], name="survey_faces_once"),
            models.CheckConstraint(condition=~Q(counter=""), name="survey_faces_counter"),
        ]

    @property
    def faces(self) -> dict[str, int]:
        """How often each face, in the order in which they are shown."""
        return faces.totals(self.counts)

    @property
    def answers(self) -> int:
        """How many touched one at all."""
        return sum(self.faces.values())


class FaceMark(Step):
    """A step of a counter's faces: mark (face, count, source), or undo of what was marked last."""

    tally = models.ForeignKey(FaceTally, models.PROTECT, related_name="marks")
    face = models.CharField(max_length=8, blank=True)
    count = models.PositiveSmallIntegerField(default=0)
    source = models.CharField(max_length=8, blank=True)

    class Meta(Step.Meta):
        indexes = [models.Index(fields=["tally", "hlc"], name="survey_mark_tally")]
        constraints = [
            models.CheckConstraint(
                condition=Q(act=faces.UNDO, face="", count=0, source="")
                | Q(act=faces.MARK, face__in=list(faces.FACES), source=faces.SPOT, count=1)
                | Q(
                    act=faces.MARK,
                    face__in=list(faces.FACES),
                    source=faces.PAPER,
                    count__range=(1, faces.MOST),
                ),
                name="survey_mark_act",
            ),
        ]
