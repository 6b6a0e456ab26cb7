"""How does a branch head and sign what it sends? In the words of the association's form, which are Vietnamese.

The lists and reports of the association have its name on the left, the country's motto on the right, a number, and
two signatures beneath (sheet form of the association's own import and report files).
"""

from collections.abc import Callable
from datetime import date

from accounts.official_forms import OfficialForm, Signature
from farmers.models import Branch
from farmers.tree import commune_path
from vietnam import places

ABOVE_ALL = "HỘI NÔNG DÂN VIỆT NAM"
COUNTRY = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
COMMITTEE = "BCH"
NUMBER_OF_LEVEL = {Branch.Level.PROVINCE: "HNDT", Branch.Level.COMMUNE: "HND"}
WHO_MADE_IT = Signature(("NGƯỜI LẬP BIỂU",), "(Ký, ghi rõ họ tên)")
WHO_SIGNS = {
    Branch.Level.CHAPTER: Signature(("CHI HỘI TRƯỞNG",), "(Ký, ghi rõ họ tên)"),
    Branch.Level.GROUP: Signature(("TỔ TRƯỞNG",), "(Ký, ghi rõ họ tên)"),
}
STANDING_COMMITTEE = Signature(("TM. BAN THƯỜNG VỤ", "CHỦ TỊCH"), "(Ký, ghi rõ họ tên, đóng dấu)")


def official_form(
    branch: Branch,
    title: str,
    on: date,
    *,
    subtitles: tuple[str, ...] = (),
    total: Callable[[int], str] | None = None,
) -> OfficialForm:
    """The heading and the signatures of what a branch sends on a day."""
    number = NUMBER_OF_LEVEL.get(Branch.Level(branch.level))
    return OfficialForm(
        left=(ABOVE_ALL, f"{COMMITTEE} {branch.name.upper()}"),
        right=COUNTRY,
        title=title,
        number=f"Số:        -BC/{number}" if number else "",
        subtitles=subtitles,
        total=total,
        place_and_day=f"{place_of(branch)}, ngày {on:%d} tháng {on:%m} năm {on.year}",
        signatures=(WHO_MADE_IT, WHO_SIGNS.get(Branch.Level(branch.level), STANDING_COMMITTEE)),
    )


def place_of(branch: Branch) -> str:
    """The name of the commune or province a branch sits in, as it stands before a date; "" when unknown."""
    if branch.level not in {Branch.Level.PROVINCE, Branch.Level.COMMUNE}:
        above = Branch.objects.filter(path=commune_path(branch.path)).first()
        return place_of(above) if above and above.level == Branch.Level.COMMUNE else "…"
    if branch.level == Branch.Level.PROVINCE:
        return next((one.name for one in places.provinces() if one.code == branch.place_code), "…")
    try:
        return places.commune(branch.place_code).name
    except LookupError:
        return "…"
