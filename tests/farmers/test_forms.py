"""The questions of who sells: one a screen, nothing lost on the way back, nothing ticked beforehand."""

import pytest
from django.http import QueryDict

from farmers.forms import SellerForm
from farmers.onboarding import Seller
from tests.factories.farmers import BIEN_HO, CHU_PAH

FIRST = {"kind": "cooperative"}
SECOND = FIRST | {"name": "HTX Ví Dụ"}
THIRD = SECOND | {"commune": "bien ho"}


def sent(answers: dict[str, str], screen: int | None = None, **more: str) -> SellerForm:
    data = QueryDict(mutable=True)
    data.update(answers | more | ({} if screen is None else {"screen": str(screen)}))
    return SellerForm(data)


def test_each_screen_leads_to_the_next_and_nothing_is_blamed_before_it_is_asked():
    forms = [SellerForm(), sent(FIRST, 0), sent(SECOND, 1), sent(THIRD, 2)]

    assert [form.shown for form in forms] == [0, 1, 2, 3]
    assert [form.is_done for form in forms] == [False] * 4
    assert [dict(form.page.errors) for form in forms] == [{}] * 4


def test_the_last_screen_is_the_end_of_it():
    form = sent(THIRD, 3, shows_phone="on")

    assert form.is_done
    assert form.seller == Seller("HTX Ví Dụ", BIEN_HO, "cooperative", ["show_phone"])


def test_what_is_wrong_is_shown_on_its_own_screen():
    empty, nowhere, forged = sent({}, 0), sent(SECOND | {"commune": "Thung Lũng Mây"}, 2), sent(SECOND, 3)

    assert [form.shown for form in (empty, nowhere, forged)] == [0, 2, 2]
    assert [form.is_done for form in (empty, nowhere, forged)] == [False] * 3
    assert [sorted(form.page.errors) for form in (empty, nowhere)] == [
        ["commune", "kind", "name"],
        ["commune"],
    ]


def test_back_goes_one_screen_and_keeps_what_was_typed():
    form = sent(THIRD, 3, back="1", shows_zalo="on")

    assert (form.shown, form.is_done) == (2, False)
    assert form.page["commune"].value() == "bien ho"
    assert 'name="shows_zalo" value="True"' in form.page.unseen
    assert 'name="name" value="HTX Ví Dụ"' in form.page.unseen


@pytest.mark.parametrize("said", ["", "-1", "9", "²", "1e3"])
def test_a_screen_that_does_not_exist_is_the_last(said):
    assert sent(THIRD, screen=said).is_done


def test_which_of_several_communes_is_asked_where_several_can_be_meant():
    plain, several = sent(SECOND | {"commune": "bien ho"}, 2), sent(SECOND | {"commune": "chu pah"}, 2)
    chosen = sent(SECOND | {"commune": "chu pah", "commune_code": CHU_PAH}, 3)

    assert (plain.shown, several.shown, several.page.asks_which) == (3, 2, True)
    assert (chosen.is_done, chosen.seller.commune_code) == (True, CHU_PAH)


def test_a_commune_chosen_while_typing_travels_along():
    form = sent(SECOND | {"commune": "chu pah", "commune_code": CHU_PAH}, 2)

    assert form.shown == 3
    assert f'name="commune_code" value="{CHU_PAH}"' in form.page.unseen
