"""What a person agreed to, in which words, when, and whether it still holds (Law 91/2025/QH15, Decree 356/2025)."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.fields import TextBlock


class Consent(models.Model):
    """One agreement to one purpose; taking it back closes the row, agreeing again opens another."""

    class Purpose(models.TextChoices):
        PUBLIC_PAGE = "public_page", _("show my name and commune on a public page")
        SHARE_WITH_POST = "share_with_post", _("hand my listings to the post office's marketplace")
        MEMBER_DATA = "member_data", _("keep my data in the register of members")
        SENSITIVE_DATA = (
            "sensitive_data",
            _("keep my ethnicity, religion and party membership in the register"),
        )
        SHOW_PHONE = "show_phone", _("show my phone, so that buyers can call")
        SHOW_ZALO = "show_zalo", _("show a button that opens a talk with me on Zalo")
        POST_FOR_ME = "post_for_me", _("let an officer of the association post listings for me")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="consents")
    purpose = models.CharField(max_length=32, choices=Purpose)
    text_version = models.CharField(max_length=32)
    text = TextBlock(help_text="The words that were on the screen.")
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="a_purpose_is_agreed_to_once_at_a_time",
                fields=["user", "purpose"],
                condition=models.Q(withdrawn_at__isnull=True),
                violation_error_message=_("You have already agreed to this."),
            ),
            models.CheckConstraint(
                name="a_consent_is_withdrawn_after_it_was_given",
                condition=models.Q(withdrawn_at__isnull=True)
                | models.Q(withdrawn_at__gte=models.F("given_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.given_at:%Y-%m-%d}"
