"""Is the list of pictured pages right, and do the sheets hold every picture?"""

from urllib.parse import urlsplit

from django.urls import resolve

from tools.screens import pages, report
from tools.screens.walk import Sight

PAGE = pages.Page("home", "/")


def test_every_listed_page_has_an_address():
    listed = pages.read()

    lost = []
    for page in [*listed.before, *listed.pages]:
        view = resolve(urlsplit(page.path).path).view_name
        # Wagtail's last pattern takes every address there is.
        if view == "wagtail_serve" and page.status != 404:
            lost.append(page.name)
    assert lost == []


def test_shots_are_every_shape_of_a_page():
    desk = pages.Page("desk", "/hoi/", user="officer", languages=("vi",))

    made = pages.shots([PAGE, desk], ["phone"], ["light", "dark"], ["vi", "en"])

    assert [(shot.file, shot.path) for shot in made] == [
        ("home-phone-light-vi.png", "/"),
        ("home-phone-light-en.png", "/en/"),
        ("home-phone-dark-vi.png", "/"),
        ("home-phone-dark-en.png", "/en/"),
        ("desk-phone-light-vi.png", "/hoi/"),
        ("desk-phone-dark-vi.png", "/hoi/"),
    ]


def test_sheets_set_pages_like_words():
    def row(name, count):
        return (name, [Sight(pages.Shot(PAGE, "desktop", "light", "vi"))] * count)

    # Six pictures of 332 px fill a line of 2,080; six lines fill a sheet.
    placed = report.placed([row("a", 4), row("b", 2), row("c", 6), *(row(str(n), 6) for n in range(5))])

    assert [[(name, left, top) for (name, _), left, top in sheet] for sheet in placed] == [
        [
            ("a", 12, 0),
            ("b", 12 + 4 * 332, 0),
            ("c", 12, 376),
            ("0", 12, 2 * 376),
            ("1", 12, 3 * 376),
            ("2", 12, 4 * 376),
            ("3", 12, 5 * 376),
        ],
        [("4", 12, 0)],
    ]


def test_notes_say_all_that_is_wrong():
    sight = Sight(
        pages.Shot(PAGE, "phone", "light", "vi"),
        findings=["color-contrast ×2"],
        errors=["ReferenceError: x"],
        sideways_px=14,
    )

    assert report.notes(sight) == "axe: color-contrast ×2; console: ReferenceError: x; 14 px too wide"
