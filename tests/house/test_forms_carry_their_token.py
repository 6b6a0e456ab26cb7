"""A part included with `only` sees no CSRF token unless it is handed one; its form would be refused."""

import re
from pathlib import Path

TEMPLATES = Path(__file__).parents[2] / "templates"
INCLUDE = re.compile(r'{%\s*include\s+"([^"]+)"([^%]*)\bonly\s*%}')


def needs_a_token(name, seen=()):
    """Whether a part, or one that it includes, holds a form."""
    text = (TEMPLATES / name).read_text(encoding="utf-8")
    if "{% csrf_token %}" in text or "{{ csrf_token }}" in text:
        return True
    parts = {part for part, _ in INCLUDE.findall(text)} - {name, *seen}
    return any(needs_a_token(part, (*seen, name)) for part in parts if (TEMPLATES / part).exists())


def test_parts_with_a_form_are_handed_the_token():
    without = [
        f"{path.relative_to(TEMPLATES)}: {part}"
        for path in sorted(TEMPLATES.rglob("*.html"))
        for part, rest in INCLUDE.findall(path.read_text(encoding="utf-8"))
        if (TEMPLATES / part).exists() and needs_a_token(part) and "csrf_token=" not in rest
    ]

    assert without == []
