"""What this room's tables refuse: in words through full_clean(), in the database without it."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from farmers.models import Branch, Certificate, Coverage, Farm, Farmer, FarmerPerson, Member, Officer
from tests.factories.accounts import UserFactory
from tests.factories.farmers import (
    CertificateFactory,
    CoverageFactory,
    FarmerFactory,
    FarmerPersonFactory,
    FarmFactory,
    MemberFactory,
    OfficerFactory,
    commune,
    province,
)

pytestmark = pytest.mark.django_db

NUMBER, FROM = "VietGAP-TT-26-01-64-0009", date(2026, 1, 1)


def branch(**columns) -> Branch:
    return Branch(**{"level": "commune", "name": "Hội", "parent": province(), "path": "9.", **columns})


def office(**columns) -> Officer:
    return Officer(**{"user": UserFactory(), "branch": commune(), "role": "clerk", "since": FROM, **columns})


def certificate(**columns) -> Certificate:
    return CertificateFactory.build(**{"farmer": FarmerFactory(), **columns})


def checked(**columns) -> Certificate:
    return certificate(**{"checked_by": UserFactory(), "checked_at": timezone.now(), **columns})


def member(**columns) -> Member:
    return MemberFactory.build(**{"branch": commune(), **columns})


def merged_into_itself(record):
    record.merged_into = record
    return record


def second_verified_number():
    CertificateFactory(verified=True, number=NUMBER, valid_from=FROM)
    again = checked(standing="verified", number=NUMBER.lower(), valid_from=FROM)
    again.number_folded = NUMBER.lower()
    return again


def second_citizen_id():
    MemberFactory(citizen_id="064085001234")
    again = member(citizen_id="064085001234")
    again.citizen_id_index = Member._meta.get_field("citizen_id_index").digest("064085001234")
    return again


def second_office():
    held = OfficerFactory()
    return office(user=held.user, branch=held.branch, role=held.role)


def second_person():
    acting = FarmerPersonFactory()
    return FarmerPerson(farmer=acting.farmer, user=acting.user)


def second_farm():
    farm = FarmFactory()
    return Farm(farmer=farm.farmer, branch=farm.branch, name=farm.name, commune_code=farm.commune_code)


BROKEN = [
    ("a_place_has_one_branch_at_a_time", lambda: branch(place_code=commune().place_code)),
    ("only_the_province_has_nothing_above_it", lambda: branch(parent=None)),
    ("only_the_province_has_nothing_above_it", lambda: branch(level="province")),
    ("a_role_at_a_branch_is_held_once_by_a_user", second_office),
    ("an_office_ends_after_it_begins", lambda: office(until=FROM - timedelta(days=1))),
    ("an_office_role_is_a_known_one", lambda: office(role="boss")),
    ("who_stands_in_has_a_last_day", lambda: office(stands_in_for=OfficerFactory())),
    ("the_post_office_sees_nothing_sensitive", lambda: office(role="post", sees_sensitive=True)),
    ("a_citizen_id_is_one_unmerged_member", second_citizen_id),
    ("a_card_number_is_year_and_serial", lambda: member(card_number="2600017")),
    ("a_card_number_is_year_and_serial", lambda: member(card_province="")),
    ("who_left_or_is_suspended_has_a_day_and_a_reason", lambda: member(standing="left", standing_since=FROM)),
    (
        "who_left_or_is_suspended_has_a_day_and_a_reason",
        lambda: member(standing="suspended", standing_reason="x"),
    ),
    ("a_school_grade_is_one_of_twelve", lambda: member(school_grade=13)),
    ("a_member_belongs_by_village_or_by_trade", lambda: member(is_resident=False)),
    (
        "a_card_number_is_one_member_of_the_issuing_province",
        lambda: member(card_number=MemberFactory().card_number),
    ),
    ("a_member_standing_is_a_known_one", lambda: member(standing="gone")),
    ("an_active_member_has_a_card_and_a_decision", lambda: member(card_number="")),
    ("an_active_member_has_a_card_and_a_decision", lambda: member(decision_number="")),
    ("an_active_member_has_a_card_and_a_decision", lambda: member(admitted_on=None)),
    ("a_birth_year_is_within_living_memory", lambda: member(birth_year=1899)),
    ("a_member_is_not_merged_into_itself", lambda: merged_into_itself(MemberFactory())),
    ("a_farmer_is_not_merged_into_itself", lambda: merged_into_itself(FarmerFactory())),
    ("a_user_acts_once_for_a_farmer", second_person),
    ("a_farmer_names_a_farm_once_in_a_commune", second_farm),
    ("a_position_is_on_earth", lambda: FarmFactory.build(farmer=FarmerFactory(), latitude_e6=13_900_000)),
    (
        "a_position_is_on_earth",
        lambda: FarmFactory.build(farmer=FarmerFactory(), latitude_e6=91_000_000, longitude_e6=0),
    ),
    ("a_verified_number_is_one_certificate", second_verified_number),
    (
        "a_certificate_ends_after_it_begins",
        lambda: certificate(valid_from=FROM, expires_on=date(2025, 12, 31)),
    ),
    ("only_ocop_has_stars_from_three_to_five", lambda: certificate(scheme="ocop")),
    ("only_ocop_has_stars_from_three_to_five", lambda: certificate(scheme="ocop", stars=2)),
    ("only_ocop_has_stars_from_three_to_five", lambda: certificate(stars=4)),
    ("a_certificate_standing_is_a_known_one", lambda: checked(standing="lost", reason="x")),
    ("a_checked_certificate_names_who_and_when", lambda: certificate(standing="verified")),
    ("a_checked_certificate_names_who_and_when", lambda: checked(standing="verified", checked_at=None)),
    ("a_returned_or_revoked_certificate_says_why", lambda: checked(standing="returned")),
    ("a_returned_or_revoked_certificate_says_why", lambda: checked(standing="revoked")),
    (
        "a_confirmed_coverage_names_who",
        lambda: Coverage(certificate=CertificateFactory(), confirmed_at=timezone.now()),
    ),
]


def constraint_named(model: type[models.Model], name: str) -> models.BaseConstraint:
    return next(constraint for constraint in model._meta.constraints if constraint.name == name)


@pytest.mark.parametrize(("name", "build"), BROKEN, ids=[f"{i}-{name}" for i, (name, _) in enumerate(BROKEN)])
def test_a_broken_rule_is_named_in_words(name, build):
    record = build()

    with pytest.raises(ValidationError) as refused:
        record.validate_constraints()

    sentence = str(constraint_named(type(record), name).get_violation_error_message())
    assert refused.value.messages == [sentence]


@pytest.mark.parametrize(("name", "build"), BROKEN, ids=[f"{i}-{name}" for i, (name, _) in enumerate(BROKEN)])
def test_the_database_refuses_it_too(name, build):
    record = build()

    with pytest.raises(IntegrityError), transaction.atomic():
        record.save()


def test_every_rule_of_the_room_is_broken_here():
    room = (Branch, Officer, Member, Farmer, FarmerPerson, Farm, Certificate, Coverage)

    assert {name for name, _ in BROKEN} == {c.name for model in room for c in model._meta.constraints}


@pytest.mark.parametrize(
    "build",
    [
        lambda: branch(place_code=commune().place_code, valid_to=date(2026, 1, 1)),
        lambda: office(since=FROM, until=FROM),
        lambda: member(standing="applied", card_number="", decision_number="", admitted_on=None),
        lambda: member(birth_year=None),
        lambda: member(is_resident=False, is_occupational=True, school_grade=12),
        lambda: member(standing="left", standing_since=FROM, standing_reason="Theo đơn"),
        lambda: office(role="post"),
        lambda: FarmFactory.build(farmer=FarmerFactory(), latitude_e6=13_900_000, longitude_e6=108_000_000),
        lambda: certificate(scheme="ocop", stars=3),
        lambda: certificate(valid_from=FROM, expires_on=FROM),
        lambda: CoverageFactory.build(certificate=CertificateFactory()),
    ],
)
def test_what_lies_just_inside_is_taken(build):
    record = build()

    record.validate_constraints()
    record.save()

    assert type(record).objects.filter(pk=record.pk).exists()


def test_a_merged_record_may_keep_the_citizen_id_of_the_one_it_points_at():
    kept = MemberFactory(citizen_id="064085001234")
    MemberFactory(citizen_id="064 085 001 234", merged_into=kept)

    assert Member.objects.filter(citizen_id_index=kept.citizen_id_index).count() == 2
