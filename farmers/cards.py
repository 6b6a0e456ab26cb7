"""Which card number comes next? YY.nnnnn, one count a year in the whole province, without gap or duplicate.

The association's present software numbers cards so, one running number for the province. Whether the number begins
anew each year could not be read anywhere; with five digits and 363,000 members it must.
"""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from farmers.models import CardCounter

MOST_A_YEAR = 99_999


def give_out_cards(*, count: int, year: int) -> list[str]:
    """The next `count` card numbers of a year. The counter stays locked until the caller's transaction ends.

    So nobody else gets a number meanwhile, and a transaction that fails gives its numbers back.
    """
    counter = _locked_counter(settings.PROVINCE_CODE, year)
    if counter.last + count > MOST_A_YEAR:
        message = _("The 99,999 card numbers of %(year)s are used up.")
        raise ValidationError(message, code="no_more_cards", params={"year": year})
    first = counter.last + 1
    counter.last += count
    counter.save(update_fields=["last"])
    return [f"{year % 100:02d}.{serial:05d}" for serial in range(first, first + count)]


def note_cards_given_by_hand(*, province_code: str, year: int, last: int) -> None:
    """Let the count go on after cards that came in with a list. Runs inside the caller's transaction."""
    counter = _locked_counter(province_code, year)
    if last > counter.last:
        counter.last = last
        counter.save(update_fields=["last"])


def _locked_counter(province_code: str, year: int) -> CardCounter:
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("card numbers are given out inside a transaction")
    CardCounter.objects.bulk_create(
        [CardCounter(province_code=province_code, year=year)], ignore_conflicts=True
    )
    return CardCounter.objects.select_for_update(no_key=True).get(province_code=province_code, year=year)
