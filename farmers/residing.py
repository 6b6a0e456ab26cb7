"""In which commune of today does a member live? As it was typed: of this province or another, of today or of old."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from vietnam import places
from vietnam.places import Commune

LONGEST_TYPED = 200


def communes_lived_in(typed: str) -> list[Commune]:
    """The communes an address can mean, those of this province before all others."""
    return places.resolve(typed[:LONGEST_TYPED], province=settings.PROVINCE_CODE)


def commune_lived_in(typed: str, chosen: str = "") -> Commune:
    """The commune that was typed, or among several the one chosen by its code; ValidationError says what to type."""
    found = communes_lived_in(typed)
    if not found:
        message = _(
            "There is no commune “%(typed)s”. Type the name of the commune or ward, the old one will do too; "
            "add the province when it is another one."
        )
        raise ValidationError(message, code="no_commune", params={"typed": typed.strip()[:60]})
    if len(found) == 1:
        return found[0]
    for commune in found:
        if commune.code == chosen:
            return commune
    raise ValidationError(_("Which of these is it? Choose one."), code="several")
