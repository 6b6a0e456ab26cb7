"""Whose paper is it? The farmers of the list's branch, by number or by name, told apart by phone and commune."""

from collections import defaultdict
from collections.abc import Collection, Sequence

from django.conf import settings
from django.utils.translation import gettext as _

from accounts.models import User
from farmers import rights
from farmers.importing.kinds import Reason
from farmers.importing_certificates.reading import Said
from farmers.models import Branch, Farm, Farmer, FarmerPerson
from vietnam import places
from vietnam.text import fold


class Holders:
    """The farmers named by some rows, within a branch and the subtrees where the user may enter; four queries."""

    def __init__(self, rows: Collection[Said], *, branch: Branch, by: User) -> None:
        here = Farmer.objects.filter(
            rights.within(by, rights.ENTER, rights.path_to_branch(Farmer)),
            branch__path__startswith=branch.path,
            merged_into__isnull=True,
            anonymised_at__isnull=True,
        )
        names = {fold(row.farmer) for row in rows if row.farmer_id is None}
        ids = {row.farmer_id for row in rows if row.farmer_id is not None}
        self._by_id = {farmer.pk: farmer for farmer in here.filter(pk__in=ids)}
        self._by_name: dict[str, list[Farmer]] = defaultdict(list)
        for farmer in here.filter(name_folded__in=names).order_by("pk"):
            self._by_name[farmer.name_folded].append(farmer)
        known = [*self._by_id, *(farmer.pk for found in self._by_name.values() for farmer in found)]
        self._phones: dict[int, set[str]] = defaultdict(set)
        people = FarmerPerson.objects.filter(farmer__in=known, revoked_at=None)
        for pk, phone in people.values_list("farmer", "user__phone"):
            self._phones[pk].add(phone)
        self._farms: dict[int, list[Farm]] = defaultdict(list)
        for farm in Farm.objects.filter(farmer__in=known).order_by("pk"):
            self._farms[farm.farmer_id].append(farm)

    def find(self, said: Said) -> Farmer | Reason:
        """The farmer a row means, or why it can't be told."""
        if said.farmer_id is not None:
            found = self._by_id.get(said.farmer_id)
            return found or ("farmer_id", _("There is no farmer of this number in this branch."))
        named = self._by_name.get(fold(said.farmer), [])
        if not named:
            return "farmer", _("There is no farmer of this name in this branch. Enter the household first.")
        for narrow in (self._with_phone, self._in_commune):
            narrowed = narrow(said, named)
            if isinstance(narrowed, tuple):
                return narrowed
            named = narrowed
        if len(named) == 1:
            return named[0]
        message = _("%(count)s farmers have this name. Give the phone or the number of the farmer.")
        return "farmer", message % {"count": len(named)}

    def _with_phone(self, said: Said, named: list[Farmer]) -> list[Farmer] | Reason:
        if not said.phone:
            return named
        found = [farmer for farmer in named if said.phone in {farmer.phone, *self._phones[farmer.pk]}]
        return found or ("phone", _("A farmer of this name is there, but with another phone."))

    def _in_commune(self, said: Said, named: list[Farmer]) -> list[Farmer] | Reason:
        if not said.commune:
            return named
        meant = {commune.code for commune in places.resolve(said.commune, settings.PROVINCE_CODE)}
        if not meant:
            return "commune", _("There is no commune of this name.")
        found = [farmer for farmer in named if farmer.commune_code in meant]
        return found or ("commune", _("A farmer of this name is there, but in another commune."))

    def farms_of(self, farmer: Farmer) -> Sequence[Farm]:
        """The farms of a farmer."""
        return self._farms[farmer.pk]

    def farm(self, said: Said, farmer: Farmer) -> Farm | Reason | None:
        """The farm a row names; none where it names none: then all of the farmer's are meant."""
        if not said.farm:
            return None
        for farm in self._farms[farmer.pk]:
            if fold(farm.name) == fold(said.farm):
                return farm
        return "farm", _("The farmer has no farm of this name. Leave it empty for all farms.")
