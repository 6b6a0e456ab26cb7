"""Pages that editors write, and the pictures in them."""

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.images.models import AbstractImage, AbstractRendition, Image
from wagtail.models import Page

from accounts.fields import TextLine
from market.shop.narrowing import freshest_chips
from products.browsing import category_tree, front_row
from products.cards import card_of


class EditorialImage(AbstractImage):
    """A picture of the editors, with who made it and under which licence."""

    credit = TextLine(_("author and licence"), max_length=200, blank=True)

    admin_form_fields = (*Image.admin_form_fields, "credit")


class EditorialRendition(AbstractRendition):
    """A resized copy of an editorial picture."""

    image = models.ForeignKey(EditorialImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        unique_together = (("image", "filter_spec", "focal_point_key"),)


class HomePage(Page):
    """The front door: a word from the association above what is in season."""

    welcome = TextLine(_("headline"), max_length=90)
    introduction = TextLine(_("sentence below it"), max_length=200, blank=True)

    content_panels: ClassVar[list[Any]] = [
        *Page.content_panels,
        FieldPanel("welcome"),
        FieldPanel("introduction"),
    ]
    parent_page_types: ClassVar[list[str]] = ["wagtailcore.Page"]
    subpage_types: ClassVar[list[str]] = []
    max_count_per_parent = 2
    template = "pages/home.html"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return super().get_context(request, *args, **kwargs) | {
            "cards": [card_of(product) for product in front_row()],
            "chips": freshest_chips(category_tree()),
        }
