"""Which commune did a person mean, and which branch of the association does the work there?"""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from farmers.models import Branch
from vietnam import places
from vietnam.places import Commune
from vietnam.text import fold

LONGEST_TYPED = 200


def branch_for(commune_code: str) -> Branch:
    """The standing branch of a commune; where there is none, the province's, which does the work meanwhile."""
    standing = Branch.objects.standing_on(timezone.localdate())
    found = standing.filter(level=Branch.Level.COMMUNE, place_code=commune_code).first()
    return found or standing.get(level=Branch.Level.PROVINCE)


def communes_meant(typed: str) -> list[Commune]:
    """The communes of this province that an address can mean, best first; ValidationError when there is none."""
    found = places.resolve(typed[:LONGEST_TYPED], province=settings.PROVINCE_CODE)
    here = [commune for commune in found if commune.province_code == settings.PROVINCE_CODE]
    if here:
        return here
    if found:
        message = _("%(commune)s is in another province. Here only produce of this province is sold.")
        raise ValidationError(message, code="other_province", params={"commune": str(found[0])})
    message = _(
        "There is no commune “%(typed)s”. Type the name of the commune or ward, the old one will do too, "
        "for example: bien ho, chu pah."
    )
    raise ValidationError(message, code="no_commune", params={"typed": typed.strip()[:60]})


def is_plainly_meant(typed: str, communes: list[Commune]) -> bool:
    """Whether what was typed is the very name of the only commune found, so that nobody has to be asked."""
    if len(communes) != 1:
        return False
    only = communes[0]
    return fold(typed) in {fold(name) for name in (only.name, only.full_name, str(only))}


def communes_to_choose(typed: str) -> list[Commune]:
    """The communes somebody has to choose among because their words do not plainly name one."""
    if not typed.strip():
        return []
    try:
        found = communes_meant(typed)
    except ValidationError:
        return []
    return [] if is_plainly_meant(typed, found) else found


def chosen_commune(typed: str, code: str) -> Commune:
    """The commune plainly named, or the one chosen (by code) among those meant; ValidationError by field."""
    if not typed.strip():
        message = _("Type the name of the commune or ward. Accents are not needed.")
        raise ValidationError({"commune": message})
    try:
        found = communes_meant(typed)
    except ValidationError as error:
        raise ValidationError({"commune": error}) from error
    if is_plainly_meant(typed, found):
        return found[0]
    for commune in found:
        if commune.code == code:
            return commune
    raise ValidationError({"commune_code": _("Which of these is it? Choose one, or type the commune again.")})


def suggest_communes(typed: str, most: int = 8) -> list[Commune]:
    """Communes of this province to offer while somebody types: those meant, then those whose name begins so."""
    words = fold(typed[:LONGEST_TYPED])
    if len(words) < 2:
        return []
    meant = places.resolve(typed[:LONGEST_TYPED], province=settings.PROVINCE_CODE)
    begun = [
        commune
        for commune in places.communes_of(settings.PROVINCE_CODE)
        if fold(commune.name).startswith(words) or fold(commune.full_name).startswith(words)
    ]
    here = [commune for commune in meant if commune.province_code == settings.PROVINCE_CODE]
    return list(dict.fromkeys([*here, *begun]))[:most]
