"""What should make an officer look twice at a listing before it goes on sale? Warnings, never refusals."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from market.desk.prices import Asked
from products.models import ProductPhoto


def warnings_about(*, photos: Sequence[ProductPhoto], asked: Asked | None, is_own_writing: bool) -> list[str]:
    """All warnings about a listing that waits."""
    found = []
    if not photos:
        found.append(_("No photos were sent."))
    if any(photo.state == ProductPhoto.State.FAILED for photo in photos):
        found.append(_("One photo cannot be read. Ask for another."))
    if asked is not None and asked.is_surprising:
        told = _("Unusual price: %(times)s. A nought may be missing or too many. Call the farmer.")
        found.append(told % {"times": asked.times_words})
    elif asked is not None and asked.is_far:
        found.append(_("This price is far from what others ask. Call the farmer before you publish."))
    if is_own_writing:
        found.append(
            _(
                "You wrote it yourself: let somebody else look where there is somebody. If you publish it, the "
                "history says so."
            )
        )
    return found
