"""Which files hold somebody, and when are they gone? Deleted by a task after a person was made nameless.

Scans of their certificates, lists that were brought in from their branches or a branch above, and lists that left with
records of those branches; of the latter the digest stays. What is left to do is read from the rows each time, so a
task that died is taken up where it was. At the end the file of the database is swept (accounts/sweeping.py).
"""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone
from django_tasks import task

from accounts.forgetting import end_sessions
from accounts.handing_out import own_scope, shred
from accounts.models import HandedFile
from accounts.sweeping import sweep_database
from farmers.models import Branch, Certificate, Intake
from farmers.person import Person

UNDER_WAY = (
    Intake.State.READING,
    Intake.State.MAPPING,
    Intake.State.CHECKING,
    Intake.State.CHECKED,
    Intake.State.WRITING,
    Intake.State.UNDOING,
)
SAMPLES = "samples"  # a few rows of a list, sealed, to look at while columns are confirmed
LOOK_AGAIN_AFTER = timedelta(minutes=5)


def paths_of(members: Collection[int], farmers: Collection[int]) -> set[str]:
    """The paths of the branches these records belong or once belonged to, and of all above them."""
    own = Branch.objects.filter(
        Q(members__in=members)
        | Q(trade_members__in=members)
        | Q(steps__member__in=members)
        | Q(steps_from__member__in=members)
        | Q(farmers__in=farmers)
        | Q(farms__farmer__in=farmers)
    )
    return {above for path in own.values_list("path", flat=True).distinct() for above in _paths_above(path)}


def lists_under_way(members: Collection[int]) -> "QuerySet[Intake]":
    """Lists that are being brought in and may hold one of these members."""
    found = Intake.objects.filter(branch__path__in=paths_of(members, ()), state__in=UNDER_WAY)
    return found.select_related("branch").order_by("made_at")


def files_left(person: Person, at: datetime) -> int:
    """How many files that may hold somebody made nameless are still there."""
    paths = paths_of(person.members, person.farmers) | set(map(own_scope, person.users))
    certificates = Certificate.objects.filter(farmer__in=person.farmers).exclude(scan="")
    return certificates.count() + _intakes(paths, at).count() + _handed(paths, at).exclude(file="").count()


@task()
def erase_files(members: list[int], farmers: list[int], users: list[int], at: str) -> None:
    """Delete the files that may hold somebody who was made nameless `at` (ISO); any number of times."""
    when = datetime.fromisoformat(at)
    paths = paths_of(members, farmers) | set(map(own_scope, users))
    _erase_scans(farmers)
    _erase_intakes(paths, when)
    is_one_being_written = _shred_lists(paths, when)
    end_sessions(users)
    sweep_database()
    if is_one_being_written:
        # It may have read the person before; once it stands it is shredded as well.
        erase_files.using(run_after=timezone.now() + LOOK_AGAIN_AFTER).enqueue(members, farmers, users, at)


def _erase_scans(farmers: Iterable[int]) -> None:
    for certificate in Certificate.objects.filter(farmer__in=farmers).exclude(scan="").order_by("pk"):
        certificate.scan.storage.delete(str(certificate.scan.name))
        Certificate.objects.filter(pk=certificate.pk).update(scan="", scan_type="")


def _intakes(paths: Collection[str], at: datetime) -> "QuerySet[Intake]":
    holding = Intake.objects.filter(branch__path__in=paths, made_at__lte=at).exclude(state__in=UNDER_WAY)
    return holding.exclude(file="", report="").order_by("made_at", "pk")


def _erase_intakes(paths: Collection[str], at: datetime) -> None:
    for intake in _intakes(paths, at):
        for file in (intake.file, intake.report):
            if file:
                file.storage.delete(str(file.name))
        found = {key: value for key, value in intake.found.items() if key != SAMPLES}
        Intake.objects.filter(pk=intake.pk).update(file="", report="", found=found)


def _handed(paths: Collection[str], at: datetime) -> "QuerySet[HandedFile]":
    return HandedFile.objects.filter(scope__in=paths, made_at__lte=at).order_by("made_at", "pk")


def _shred_lists(paths: Collection[str], at: datetime) -> bool:
    """Shred the lists that left, with the words that were searched for; whether one is still being written."""
    state = HandedFile.State
    is_one_being_written = False
    for handed in _handed(paths, at).exclude(state=state.SHREDDED, file=""):
        if handed.options.get("words"):
            handed.options = handed.options | {"words": ""}
            handed.save(update_fields=["options"])
        if handed.state in {state.WAITING, state.WRITING}:
            is_one_being_written = True
        elif handed.file:
            shred(handed)
    return is_one_being_written


def _paths_above(path: str) -> list[str]:
    """A path and all above it: "1.23." gives "1." and "1.23."."""
    steps = [step for step in path.split(".") if step]
    return ["".join(f"{step}." for step in steps[: count + 1]) for count in range(len(steps))]
