"""How far a page is: counts of messages by state, and who reviewed all of it.

In:    messages and a Translator.
Out:   Progress; Reviews in order of their names.
Never: counts a message twice, makes up a reviewer.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ..content.pages import Content, Page
from ..locales.reviews import Review
from ..message import SHOWN, Message, State, words
from .translator import Translator


@dataclass(frozen=True, slots=True)
class Progress:
    """How many messages there are, how many stand in each state, and how many words of the source wait to be translated."""

    total: int
    states: Mapping[State, int]
    words: int = 0

    @property
    def translated(self) -> int:
        """Messages whose translation is shown."""
        return sum(count for state, count in self.states.items() if state in SHOWN)

    @property
    def reviewed(self) -> int:
        """Messages a person reviewed exactly as they stand."""
        return self.states.get("reviewed", 0)

    @property
    def machine(self) -> int:
        """Messages drafted by machine that nobody has edited."""
        return self.states.get("machine", 0)

    @property
    def stale(self) -> int:
        """Messages whose source changed after they were translated."""
        return self.states.get("stale", 0)

    @property
    def refused(self) -> int:
        """Messages whose translation a rule turned away."""
        return self.states.get("refused", 0)

    @property
    def missing(self) -> int:
        """Messages with no translation to show."""
        return self.total - self.translated


def count_progress(messages: Sequence[Message], translator: Translator) -> Progress:
    """How the messages stand in the voice's locale; each message counts once."""
    states = {message.key: translator.look_up(message).state for message in messages}
    waiting = sum(words(text) for (_, text), state in states.items() if state not in SHOWN)
    return Progress(len(states), Counter(states.values()), waiting)


def shown(page: Page, content: Content) -> tuple[Message, ...]:
    """What a reviewer of the page reads: its own messages and, where it is a list, those of what it lists."""
    return (*page.messages(), *(message for one in content.listing(page) for message in one.messages()))


def reviews(messages: Sequence[Message], translator: Translator) -> tuple[Review, ...]:
    """Who reviewed these messages, in order of their names, each with the latest day; () unless all are reviewed and shown."""
    latest: dict[str, datetime.date] = {}
    for message in messages:
        found = translator.tongue.reviews(message) if translator.look_up(message).state == "reviewed" else ()
        if not found:
            return ()
        for one in found:
            latest[one.by] = max(one.on, latest.get(one.by, one.on))
    return tuple(Review(by, latest[by]) for by in sorted(latest))
