"""How does the desk write a telephone number?"""

from django import template

from vietnam.phones import format_local

register = template.Library()


@register.filter
def local_phone(e164: str) -> str:
    """A number as people in the country read it: 0905 123 456."""
    return format_local(e164) if e164 else ""
