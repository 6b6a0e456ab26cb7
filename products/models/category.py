"""The tree of produce: the 26 official OCOP sets (QĐ 26/2026/QĐ-TTg), fresh produce below them."""

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.fields import FoldedField, TextLine
from products.units import Unit


class Category(models.Model):
    """One node. `path` is the keys from the root, each closed by a slash ("thuc-pham/ca-phe/ca-phe-nhan/")."""

    key = models.SlugField(_("key"), max_length=60, unique=True)
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("above"),
    )
    path = models.CharField(max_length=200, unique=True, editable=False)
    name = TextLine(_("name"), max_length=160)
    name_en = TextLine(_("English name"), max_length=160, blank=True)
    name_folded = FoldedField(max_length=320, sources=("name", "name_en"))
    ocop_set = models.PositiveSmallIntegerField(_("official OCOP set"), null=True, blank=True)
    icon = models.CharField(max_length=40, blank=True)
    art = models.CharField(max_length=40, blank=True)
    default_unit = models.CharField(_("usual unit"), max_length=6, choices=Unit, default=Unit.KG)
    is_leaf = models.BooleanField(_("products can be posted here"), default=False)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("category")
        verbose_name_plural = _("categories")
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(
                name="an_official_set_is_from_1_to_26",
                condition=models.Q(ocop_set__isnull=True) | models.Q(ocop_set__range=(1, 26)),
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def shown_name(self) -> str:
        """The name in the language of the page."""
        return self.name_en if get_language() == "en" and self.name_en else self.name
