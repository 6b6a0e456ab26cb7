"""How are a few questions asked one a screen, with nothing kept in between?

What was answered before travels along in the page, as fields nobody sees: no row and no session holds it, and without
scripts it works the same. A form that comes without saying from which screen is a whole one.
"""

from typing import ClassVar, Self

from django import forms
from django.forms import BoundField
from django.utils.functional import cached_property
from django.utils.safestring import SafeString, mark_safe


class ScreenForm(forms.Form):
    """A form in screens. `is_done` once the last one was sent and all is right; else the screen `shown` is asked."""

    SCREENS: ClassVar[tuple[tuple[str, ...], ...]] = ()

    use_required_attribute = False

    @cached_property
    def came_from(self) -> int:
        """The screen that was sent."""
        said, last = str(self.data.get("screen", "")), len(self.SCREENS) - 1
        return min(int(said), last) if said.isascii() and said.isdecimal() and len(said) < 3 else last

    @cached_property
    def shown(self) -> int:
        """The screen that is asked next: the first that is wrong, else the next one."""
        if not self.is_bound:
            return 0
        if "back" in self.data:
            return max(self.came_from - 1, 0)
        sent = range(self.came_from + 1)
        wrong = [number for number in sent if set(self.SCREENS[number]) & set(self.errors)]
        if wrong:
            return wrong[0]
        if self.again is not None:
            return self.again
        return min(self.came_from + 1, len(self.SCREENS) - 1)

    @cached_property
    def again(self) -> int | None:
        """The screen that is shown once more with a word of warning, though nothing is wrong with it."""
        return None

    @property
    def is_done(self) -> bool:
        """Whether the last screen was sent and nothing stands against it."""
        is_last = self.came_from == len(self.SCREENS) - 1
        return (
            self.is_bound and "back" not in self.data and is_last and self.is_valid() and self.again is None
        )

    @property
    def page(self) -> Self:
        """The form as the page shows it: without the errors of what was not asked yet."""
        was_sent = "back" not in self.data and self.shown <= self.came_from
        if not self.is_bound or (was_sent and self.again is None):
            return self
        unasked = type(self)(initial={name: self[name].data for name in self.fields})
        unasked.shown = self.shown
        return unasked

    @property
    def number(self) -> int:
        """Which screen it is, counted from one."""
        return self.shown + 1

    @property
    def unseen(self) -> SafeString:
        """What is asked on other screens, and which screen this is, as hidden inputs."""
        hidden = [self[name].as_hidden() for name in self.fields if name not in self.SCREENS[self.shown]]
        where = forms.HiddenInput().render("screen", self.shown)
        return mark_safe("".join([where, *hidden]))  # noqa: S308 inputs that Django has escaped

    def visible_fields(self) -> list[BoundField]:
        """Those of the screen, for what is said at its top."""
        return [self[name] for name in self.SCREENS[self.shown] if name in self.fields]
