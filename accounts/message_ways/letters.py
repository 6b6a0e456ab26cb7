"""What does a way get, what does it give back, and how does it say no?"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Letter:
    """One message: its kind, the phone (E.164), the words, and what they were made of."""

    kind: str
    phone: str
    text: str
    data: Mapping[str, object]

    @property
    def key(self) -> str:
        """32 letters that are the same whenever this message is sent again, so that a provider can tell."""
        return hashlib.sha256(f"{self.kind}\n{self.phone}\n{self.text}".encode()).hexdigest()[:32]


@dataclass(frozen=True)
class Receipt:
    """A way took the message: under which number, at what cost."""

    provider_id: str = ""
    cost_vnd: int = 0


class NotTaken(OSError):
    """A way did not take the message; its words are a code to be noted, never the message itself."""
