"""Where are the scans of a list: looked at in the ZIP, written anew into the private storage while the list is written?

Kept under the list's own folder and named by their content, so that a worker that begins anew writes the same files.
What no certificate names in the end is forgotten.
"""

import hashlib
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile

from accounts.private_files import private_storage
from farmers.importing import sealing
from farmers.importing.passing import file_label
from farmers.importing_certificates.archive import scans_in
from farmers.models import Certificate, Intake

if TYPE_CHECKING:
    from farmers.importing_certificates.lists import Taken


def folder_of(intake: Intake) -> str:
    """Where the scans of a list lie."""
    return f"scans/lists/{intake.pk}"


class ScanBox:
    """The scans of one list."""

    def __init__(self, intake: Intake, clean: "Callable[[bytes], Taken]") -> None:
        self._intake, self._clean = intake, clean
        self._kept: dict[str, tuple[str, str]] = {}

    def look(self, names: Iterable[str]) -> dict[str, str]:
        """What is wrong with the files of these names. While the list is written, good ones are kept."""
        wanted = [name for name in dict.fromkeys(names) if name not in self._kept]
        wrong: dict[str, str] = {}
        if not wanted:
            return wrong
        intake = self._intake
        is_writing = intake.state == Intake.State.WRITING
        label = file_label(intake)
        with sealing.laid_open(intake.file, intake.name, label=label) as path, scans_in(path) as scans:
            for name in wanted:
                try:
                    taken = self._clean(scans.read(name))
                except ValidationError as error:
                    wrong[name] = " ".join(error.messages)
                else:
                    if is_writing:
                        self._kept[name] = self._keep(taken)
        return wrong

    def _keep(self, taken: "Taken") -> tuple[str, str]:
        """Write a scan into its place; what lies there already is the same."""
        digest = hashlib.sha256(taken.content).hexdigest()[:32]
        name = f"{folder_of(self._intake)}/{digest}{taken.ending}"
        storage = private_storage()
        if not storage.exists(name):
            storage.save(name, ContentFile(taken.content))
        return name, taken.media_type

    def kept(self, name: str) -> tuple[str, str]:
        """The kept file of a name, and its media type."""
        return self._kept[name]

    def sweep(self) -> None:
        """Forget what no certificate names."""
        sweep(self._intake)


def sweep(intake: Intake) -> None:
    """Delete the scans of a list that no certificate names; after a commit."""
    storage, folder = private_storage(), folder_of(intake)
    try:
        files = storage.listdir(folder)[1]
    except FileNotFoundError:
        return
    named = set(Certificate.objects.filter(scan__startswith=f"{folder}/").values_list("scan", flat=True))
    for file in files:
        if f"{folder}/{file}" not in named:
            storage.delete(f"{folder}/{file}")
