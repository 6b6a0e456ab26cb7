"""What is kept about a person, over all rooms? Told on their own page, and in the copy they ask for."""

from farmers.kept import Section, kept_by_association
from farmers.person import Person
from products.kept import kept_listings
from traceability.kept import kept_diary


def everything_about(person: Person, *, opens_sealed: bool, with_sensitive: bool) -> list[Section]:
    """Every section that holds something."""
    return [
        *kept_by_association(person, opens_sealed=opens_sealed, with_sensitive=with_sensitive),
        *kept_listings(person),
        *kept_diary(person),
    ]
