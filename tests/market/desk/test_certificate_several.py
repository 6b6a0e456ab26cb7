"""Several certificates decided about at once: what is shown before, what is done, what is left alone."""

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import timezone

from farmers.models import Certificate
from tests.factories.farmers import (
    CertificateFactory,
    CoverageFactory,
    FarmerFactory,
    FarmFactory,
    OfficerFactory,
    other_commune,
)
from tests.market.desk.conftest import text_of

pytestmark = pytest.mark.django_db

MARK = "Zephyrin"


def flawless(**columns) -> Certificate:
    """A declared certificate in which nothing asks to be looked at twice."""
    known = {"issuer": "Vietcert", "scan": "scans/a.jpg", "scan_type": "image/jpeg"}
    certificate = CertificateFactory(**known | columns)
    CoverageFactory(certificate=certificate, farm=FarmFactory(farmer=certificate.farmer))
    return certificate


def foreign() -> Certificate:
    farmer = FarmerFactory(branch=other_commune(), name=f"Nhà {MARK}")
    return flawless(farmer=farmer, number=f"{MARK}-1", issuer=f"Trung tâm {MARK}")


def address(deed: str = "verify", *certificates: Certificate) -> str:
    ids = "".join(f"&pk={certificate.pk}" for certificate in certificates)
    return f"{reverse('desk:certificates_several')}?do={deed}{ids}"


def posted(deed: str, *certificates: Certificate, **more) -> dict:
    covering = [pk for one in certificates for pk in one.coverages.values_list("pk", flat=True)]
    return {"do": deed, "pk": [one.pk for one in certificates], "covering": covering, **more}


def send(client, deed: str, *certificates: Certificate, **more):
    return client.post(reverse("desk:certificates_several"), posted(deed, *certificates, **more))


def standings(*certificates: Certificate) -> list[str]:
    return [Certificate.objects.get(pk=one.pk).standing for one in certificates]


def said(answer) -> list[str]:
    return [str(message) for message in get_messages(answer.wsgi_request)]


def test_what_becomes_of_each_is_shown_and_nothing_is_done(reviewer):
    good, warned, gone = (
        flawless(),
        flawless(issuer="Ai đó"),
        flawless(standing="returned", reason="x", **who()),
    )
    bare = CertificateFactory(issuer="Vietcert", scan="scans/a.jpg")

    page = reviewer.get(address("verify", good, warned, gone, bare))

    steps = {step.certificate: (step.is_done, len(step.warnings)) for step in page.context["steps"]}
    assert steps == {good: (True, 0), warned: (False, 1), gone: (False, 0), bare: (False, 0)}
    assert (page.context["count"], page.context["left"], page.context["unknown"]) == (1, 3, 0)
    assert standings(good, warned, gone, bare) == ["declared", "declared", "returned", "declared"]


def who() -> dict:
    return {"checked_by": OfficerFactory().user, "checked_at": timezone.now()}


def test_those_without_a_warning_are_confirmed_with_all_they_cover(reviewer):
    first, second, warned = flawless(), flawless(), flawless(scan="")

    answer = send(reviewer, "verify", first, second, warned)

    assert standings(first, second, warned) == ["verified", "verified", "declared"]
    assert first.coverages.get().confirmed_by == reviewer.user
    assert answer["Location"].endswith("?waiting=true")
    assert len(said(answer)) == 2
    assert str(warned) in said(answer)[1]


def test_what_was_claimed_after_the_plan_was_shown_is_not_confirmed(reviewer):
    certificate = flawless()
    shown = posted("verify", certificate)
    later = CoverageFactory(certificate=certificate, produce="Hồ tiêu")

    reviewer.post(reverse("desk:certificates_several"), shown)

    later.refresh_from_db()
    assert standings(certificate) == ["verified"]
    assert (later.confirmed_at, later.confirmed_by) == (None, None)


def test_all_are_returned_with_one_reason(reviewer):
    first, second = flawless(), flawless(scan="")

    sentence = {"return-sentence": "number", "return-words": "Gửi lại."}
    send(reviewer, "return", first, second, **sentence)

    kept = Certificate.objects.values_list("standing", "reason_code", "checked_by").distinct()
    assert list(kept) == [("returned", "number", reviewer.user.pk)]


def test_returning_without_a_reason_does_nothing(reviewer):
    certificate = flawless()

    page = send(reviewer, "return", certificate)

    assert page.status_code == 422
    assert page.context["form"].errors
    assert standings(certificate) == ["declared"]


def test_one_that_cannot_be_done_leaves_the_others_done(reviewer):
    valid_from = flawless().valid_from
    taken = CertificateFactory(
        verified=True, farmer=FarmerFactory(branch=other_commune()), valid_from=valid_from, scheme="haccp"
    )
    good = flawless()
    later = flawless(valid_from=timezone.localdate() + timezone.timedelta(days=3))

    answer = send(reviewer, "verify", later, good)

    assert standings(later, good, taken) == ["declared", "verified", "verified"]
    assert len(said(answer)) == 2


def test_a_second_click_changes_nothing(reviewer):
    certificate = flawless()
    form = posted("verify", certificate)
    reviewer.post(reverse("desk:certificates_several"), form)
    checked_at = Certificate.objects.get(pk=certificate.pk).checked_at

    answer = reviewer.post(reverse("desk:certificates_several"), form)

    assert Certificate.objects.get(pk=certificate.pk).checked_at == checked_at
    assert [str(certificate) in line for line in said(answer)] == [False, True]


@pytest.mark.parametrize("deed", ["verify", "return"])
def test_a_foreign_id_is_counted_and_never_named(reviewer, deed):
    own, theirs = flawless(), foreign()
    coverage = theirs.coverages.get()

    page = reviewer.get(address(deed, own, theirs))
    assert [step.certificate for step in page.context["steps"]] == [own]
    assert page.context["unknown"] == 1
    assert MARK not in text_of(page)

    answer = send(reviewer, deed, own, theirs, **{"return-words": "x"})

    coverage.refresh_from_db()
    assert MARK not in " ".join(said(answer))
    assert standings(theirs) == ["declared"]
    assert coverage.confirmed_by is None


def test_a_record_one_may_only_see_is_left_alone_too(clerk):
    OfficerFactory(user=clerk.user, branch=other_commune(), role="reviewer")
    seen, decided = flawless(), foreign()

    send(clerk, "verify", seen, decided)

    assert standings(seen) == ["declared"]
    assert [step.certificate for step in clerk.get(address("verify", seen)).context["steps"]] == []


@pytest.mark.parametrize("deed", ["verify", "return"])
def test_who_decides_nowhere_finds_no_such_page(clerk, deed):
    certificate = flawless()

    assert clerk.get(address(deed, certificate)).status_code == 404
    assert send(clerk, deed, certificate, **{"return-words": "x"}).status_code == 404
    assert standings(certificate) == ["declared"]


@pytest.mark.parametrize("sent", [{"pk": "all"}, {"id": "all"}, {"pk": ["x", "-1", "9" * 5_000]}])
def test_only_ids_choose_and_all_means_nothing(reviewer, sent):
    certificate = flawless()

    answer = reviewer.get(reverse("desk:certificates_several"), {"do": "verify", **sent})
    reviewer.post(reverse("desk:certificates_several"), {"do": "verify", **sent})

    assert answer["Location"] == reverse("desk_certificates:index")
    assert standings(certificate) == ["declared"]


def test_more_than_fifty_are_too_many(reviewer):
    ids = "".join(f"&pk={number}" for number in range(1, 52))

    assert reviewer.get(f"{address('verify')}{ids}").status_code == 302
    form = {"do": "verify", "pk": list(range(1, 52))}
    assert reviewer.post(reverse("desk:certificates_several"), form).status_code == 404


@pytest.mark.parametrize("deed", ["", "revoke", "delete"])
def test_an_unknown_deed_is_none(reviewer, deed):
    assert reviewer.get(address(deed, flawless())).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_a_plan_costs_the_same_for_one_and_for_three(reviewer, count, django_assert_num_queries):
    chosen = [flawless() for _number in range(count)]
    reviewer.get(address("verify", *chosen))

    with django_assert_num_queries(14):
        reviewer.get(address("verify", *chosen))
