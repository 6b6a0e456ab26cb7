"""How a test reads a page: its address in one language, its words, its cards."""

import re

from django.utils.translation import override


def vi(thing) -> str:
    """The Vietnamese address, whatever language the last page left behind."""
    with override("vi"):
        return thing.get_absolute_url()


def en(thing) -> str:
    with override("en"):
        return thing.get_absolute_url()


def titles(answer) -> list[str]:
    return [card.title for card in answer.context["cards"]]


def main_of(answer) -> str:
    return re.search(r"<main.*?>(.*)</main>", answer.content.decode(), re.DOTALL)[1]


def words(answer) -> str:
    """What a reader sees of a page, in one line."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", main_of(answer)))
