"""A list that somebody brought as a file: how far its reading is, what became of each row, and how it can be undone."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.fields import EncryptedField
from accounts.private_files import private_storage
from farmers.models.branch import Branch
from farmers.models.certificate import Certificate
from farmers.models.member import Member


class Intake(models.Model):
    """One file on its way into the register. Read, shown, corrected, checked, then written, chunk by chunk.

    The file is sealed where it lies and deleted 90 days later. `state` is changed by the verbs of farmers/importing.
    """

    class Kind(models.TextChoices):
        MEMBERS = "members", _("members")
        CERTIFICATES = "certificates", _("certificates")

    class State(models.TextChoices):
        READING = "reading", _("being read")
        MAPPING = "mapping", _("waiting for the columns to be confirmed")
        CHECKING = "checking", _("being checked")
        CHECKED = "checked", _("checked, nothing written yet")
        WRITING = "writing", _("being written")
        DONE = "done", pgettext_lazy("intake", "done")
        UNDOING = "undoing", _("being undone")
        UNDONE = "undone", _("undone")
        FAILED = "failed", _("could not be read")
        DROPPED = "dropped", _("given up")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=12, choices=Kind)
    branch = models.ForeignKey(
        Branch, on_delete=models.PROTECT, related_name="intakes", verbose_name=_("branch")
    )
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="intakes")
    made_at = models.DateTimeField()
    name = models.CharField(_("file"), max_length=200)
    file = models.FileField(storage=private_storage, upload_to="intakes/%Y/%m/", blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    file_kind = models.CharField(max_length=8, blank=True)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.READING)
    error = models.CharField(max_length=500, blank=True, help_text="Why it could not be read, in words.")
    found = models.JSONField(
        default=dict, blank=True, help_text="Sheet, header rows, columns proposed. No cells of people."
    )
    mapping = models.JSONField(default=dict, blank=True, help_text="Column index → field, as confirmed.")
    keeps_good = models.BooleanField(
        default=False, help_text="Write the good rows though others are bad; else all or nothing."
    )
    rows_expected = models.PositiveIntegerField(default=0)
    rows_done = models.PositiveIntegerField(default=0)
    step_began_at = models.DateTimeField(null=True, blank=True, help_text="For the time left.")
    report = models.FileField(
        storage=private_storage, upload_to="intakes/%Y/%m/", blank=True, help_text="The bad rows, sealed."
    )
    finished_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("list brought in")
        verbose_name_plural = _("lists brought in")
        indexes = [models.Index(fields=["branch", "-made_at"], name="intakes_of_a_branch")]
        constraints = [
            models.CheckConstraint(
                name="an_undone_intake_says_who_undid_it",
                condition=~models.Q(state="undone")
                | models.Q(undone_at__isnull=False, undone_by__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return self.name


class IntakeRow(models.Model):
    """What became of one row of a file. `before` and `after` hold what an undo needs, sealed; no cell lies open."""

    class Outcome(models.TextChoices):
        CREATED = "created", _("new")
        CHANGED = "changed", _("changed")
        SAME = "same", _("as it was")
        BAD = "bad", _("to be corrected")

    intake = models.ForeignKey(Intake, on_delete=models.PROTECT, related_name="rows")
    number = models.PositiveIntegerField(help_text="As the file counts: the first row is 1.")
    outcome = models.CharField(max_length=7, choices=Outcome)
    member = models.ForeignKey(
        Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="intake_rows"
    )
    certificate = models.ForeignKey(
        Certificate, on_delete=models.SET_NULL, null=True, blank=True, related_name="intake_rows"
    )
    reasons = models.JSONField(default=list, blank=True, help_text="Field and sentence; no cell of the row.")
    before = EncryptedField(blank=True, default="", help_text="Columns as they were, as JSON.")
    after_digest = models.CharField(max_length=64, blank=True, help_text="Of the record as it was written.")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="a_row_of_a_file_is_taken_once",
                fields=["intake", "number"],
                violation_error_message=_("This row of the file was taken already."),
            ),
            models.CheckConstraint(
                name="a_bad_row_says_why", condition=~models.Q(outcome="bad") | ~models.Q(reasons=[])
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.outcome}"
