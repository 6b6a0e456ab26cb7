"""Whom of the association does a farmer's page tell to call, and how is a number written?"""

from typing import Any

from django import template

from farmers.contacts import contact_for
from vietnam.phones import format_local

register = template.Library()


@register.inclusion_tag("farmers/contact.html", takes_context=True)
def contact_line(context: dict[str, Any]) -> dict[str, Any]:
    """The named officer of the commune of who is signed in; nothing for all others."""
    user = context.get("user")
    return {"contact": contact_for(user) if user is not None and user.is_authenticated else None}


@register.filter
def local_number(e164: str) -> str:
    """A number as people in the country read it: 0905 123 456."""
    return format_local(e164) if e164 else ""
