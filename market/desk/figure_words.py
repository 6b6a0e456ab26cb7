"""How is a figure of a report called where its list is shown: "nữ, quý 3 năm 2026"?"""

from django.utils.translation import gettext as _

from farmers.reporting import Period
from farmers.reporting.selecting import CODED, NOW, OF_ADMITTED, UNKNOWN


class FigureCode(str):
    """The code of a figure ("2026q3.female") that says itself in words."""

    __slots__ = ()

    def __str__(self) -> str:
        when, _dot, key = self.partition(".")
        key, _dot, own = key.partition(".")
        words = words_of_key(key)
        if own:
            words = ", ".join((words, _("directly at the branch")))
        return ", ".join((words, _("today") if when == NOW else str(Period.read(when))))


def words_of_key(key: str) -> str:
    """The words of a key of `selecting`, without the period; the key itself for one that has none."""
    if key.startswith(OF_ADMITTED):
        return ", ".join((_("admitted"), words_of_key(key.removeprefix(OF_ADMITTED))))
    if key in (said := _plain()):
        return said[key]
    kind, _dash, code = key.partition("-")
    if code == UNKNOWN:
        return {
            "age": _("age not told"),
            "education": _("schooling not told"),
            "occupation": _("trade not told"),
        }.get(kind, key)
    if kind in CODED:
        return str(CODED[kind][1](code).label)
    return key


def _plain() -> dict[str, str]:
    return {
        "members": _("members"),
        "female": _("women"),
        "resident": _("by village"),
        "occupational": _("of a trade"),
        "honorary": _("honorary"),
        "core": _("core"),
        "card": _("with a card"),
        "cards_issued": _("card issued"),
        "before": _("members before"),
        "up": _("up"),
        "departed": _("down"),
        "admitted": _("admitted"),
        "returned": _("back again"),
        "left": _("left"),
        "suspended": _("suspended"),
        "moved": _("moved from elsewhere"),
        "age-under40": _("under 40"),
        "age-40to59": _("40 to under 60"),
        "age-from60": _("60 and over"),
    }
