"""Pictures of a product: the original stays private, buyers get re-encoded renditions without place or camera."""

import secrets

from django.core.files.storage import storages
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.fields import TextLine
from accounts.private_files import private_storage
from products.models.product import Product

WIDTHS_PX = (320, 800, 1600)


def new_key() -> str:
    """An unguessable name for the renditions of one photo."""
    return secrets.token_urlsafe(12)


class ProductPhoto(models.Model):
    """One picture. Renditions are `photos/<key>-<width>.webp` in public storage once `state` is ready."""

    class State(models.TextChoices):
        WAITING = "waiting", _("being prepared")
        READY = "ready", _("ready")
        FAILED = "failed", _("not readable")

    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="photos")
    position = models.PositiveSmallIntegerField(default=0)
    key = models.CharField(max_length=24, unique=True, default=new_key)
    original = models.FileField(storage=private_storage, upload_to="originals/%Y/%m/")
    state = models.CharField(max_length=7, choices=State, default=State.WAITING)
    width_px = models.PositiveIntegerField(default=0)
    height_px = models.PositiveIntegerField(default=0)
    description = TextLine(_("what the picture shows"), max_length=160, blank=True)
    credit = TextLine(
        max_length=160, blank=True, help_text="Author and licence of pictures not taken by the farmer."
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("photo")
        verbose_name_plural = _("photos")
        ordering = ("position", "id")
        indexes = [models.Index(fields=["product", "position", "id"], name="photos_of_a_product")]

    def __str__(self) -> str:
        return self.key

    def rendition_name(self, width_px: int) -> str:
        """Where a rendition lies in public storage."""
        return f"photos/{self.key[:2]}/{self.key}-{width_px}.webp"

    def rendition_url(self, width_px: int) -> str:
        """Public address of a rendition."""
        return storages["default"].url(self.rendition_name(width_px))

    @property
    def small_url(self) -> str:
        """320 px wide."""
        return self.rendition_url(320)

    @property
    def medium_url(self) -> str:
        """800 px wide."""
        return self.rendition_url(800)

    @property
    def large_url(self) -> str:
        """1600 px wide."""
        return self.rendition_url(1600)
