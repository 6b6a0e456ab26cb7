"""How does a text of any length fit its box? Smaller letters first, then fewer words and an ellipsis."""

from reportlab.pdfbase.pdfmetrics import stringWidth

STEP = 0.25


def fitted(
    text: str, font: str, sizes: tuple[float, float], width: float, lines: int
) -> tuple[float, list[str]]:
    """The size in points and the lines of a text: from the first of `sizes` down to the second. `width` in points."""
    size, smallest = sizes
    while True:
        broken = _broken(text, font, size, width)
        if len(broken) <= lines and all(stringWidth(line, font, size) <= width for line in broken):
            return size, broken
        if size - STEP < smallest:
            return size, _cut(broken, font, size, width, lines)
        size -= STEP


def _broken(text: str, font: str, size: float, width: float) -> list[str]:
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if not lines[-1] or stringWidth(longer, font, size) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _cut(broken: list[str], font: str, size: float, width: float, lines: int) -> list[str]:
    kept = broken[:lines]
    if len(broken) > lines:
        kept[-1] = _shortened(f"{kept[-1]} {broken[lines]}", font, size, width)
    return [
        line if stringWidth(line, font, size) <= width else _shortened(line, font, size, width)
        for line in kept
    ]


def _shortened(line: str, font: str, size: float, width: float) -> str:
    while line and stringWidth(f"{line}…", font, size) > width:
        line = line[:-1].rstrip()
    return f"{line}…"
