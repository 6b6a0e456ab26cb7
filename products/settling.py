"""What becomes of what is still open about a listing, a waiting price or a report against it, when its state moves?

Runs under the lock of the listing, inside the verb that moves it.
"""

from datetime import datetime

from accounts.models import User
from products.models import Product, TakeDown
from products.price_changes import drop_waiting_price

State = Product.State
Case = TakeDown.State
OPEN = (Case.REPORTED, Case.WARNED)
# A listing that was mended after a warning and went on sale again was found in order; one that was sent back, or that
# its farmer took away, is down.
CASE_ENDS = {State.PUBLISHED: Case.DROPPED, State.RETURNED: Case.DONE, State.WITHDRAWN: Case.DONE}


def open_case(product: Product) -> TakeDown | None:
    """What is being looked into about a listing."""
    return TakeDown.objects.filter(product=product, state__in=OPEN).first()


def is_warned(product: Product) -> bool:
    """Whether the farmer was told to mend a listing, which may be done while it is on sale."""
    return TakeDown.objects.filter(product=product, state=Case.WARNED).exists()


def settle(product: Product, *, was: str, by: User, at: datetime) -> None:
    """Close what the new state of a listing answers."""
    to = State(product.state)
    if to not in {State.PUBLISHED, State.PAUSED}:
        drop_waiting_price(product)
    # Pausing answers nothing, and selling again after a pause neither.
    if to not in CASE_ENDS or (was == State.PAUSED and to == State.PUBLISHED):
        return
    case = open_case(product)
    if case is not None:
        case.state, case.decided_by, case.decided_at = CASE_ENDS[to], by, at
        case.outcome = product.reason if to == State.RETURNED else ""
        case.save(update_fields=["state", "decided_by", "decided_at", "outcome"])
