"""One language's answers: a message → its translation, with the rules that refuse a string applied.

In:    a Tongue (a language and its catalogs), the source's language, the glossary.
Out:   Text (words and their language) or Translation (text and state); why a string was refused, at its catalog's line.
Never: mends a translation, shows a fuzzy or refused one.
"""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from ..document import inline
from ..locales import languages
from ..locales.catalogs import Tongue
from ..locales.languages import Language
from ..message import SHOWN, Message, State, Translation
from ..problem import Problem, warning
from ..rules import refuse
from ..rules.glossary import Glossary
from ..rules.refuse import Refusal


@dataclass(frozen=True, slots=True)
class Text:
    """A few words of plain text and their language; `foreign` where they are not in the page's own.

    anchor, state: of their message, in the translator's preview; elsewhere empty.
    """

    text: str
    lang: str
    dir: str
    foreign: bool
    anchor: str = ""
    state: State = "source"

    def __str__(self) -> str:
        return self.text

    def __html__(self) -> str:
        """The words for a template: in a span with their language where that is not the page's."""
        said, marks = html.escape(self.text, quote=False), self.marks
        return f"<span{marks}>{said}</span>" if marks else said

    @property
    def marks(self) -> str:
        """The attributes of the span that the words need, or "": their language, and whose words they are."""
        message = f' data-message="{self.anchor}" data-state="{self.state}"' if self.anchor else ""
        return f' lang="{self.lang}" dir="{self.dir}"{message}' if self.foreign else message


@dataclass(frozen=True)
class Translator:
    """A locale's words for messages, with the rules that refuse a string applied; `source` is the site's own locale.

    marked: True in the translator's preview, where words carry their message's anchor and state.
    """

    tongue: Tongue
    source: Language
    glossary: Glossary = ()
    marked: bool = False

    @cached_property
    def rules(self) -> refuse.LanguageRules:
        """What the rules know of this locale."""
        own, months = self.tongue.locale, languages.month_names(self.source)
        return refuse.make_language_rules(
            own.code, languages.month_names(own), self.glossary, source=self.source.code, source_months=months
        )

    def refusal(self, message: Message) -> Refusal | None:
        """Why the catalog's answer is not shown; None where it is, or where there is none."""
        answer = self.tongue.translate(message)
        if answer.text is None or answer.state not in SHOWN:
            return None
        return refuse.refusal(message, answer.text, self.rules)

    def look_up(self, message: Message) -> Translation:
        """The catalog's answer; "refused" where a rule turns it away."""
        answer = self.tongue.translate(message)
        if answer.text is not None and answer.state in SHOWN and refuse.refusal(message, answer.text, self.rules):
            return Translation(None, "refused")
        return answer

    def text(self, message: Message) -> Text:
        """A message as plain text, the source's where there is no translation to show."""
        answer = self.look_up(message)
        said = self._text(message, answer)
        return replace(said, anchor=message.anchor, state=answer.state) if self.marked else said

    def _text(self, message: Message, answer: Translation) -> Text:
        own = self.tongue.locale
        if answer.state == "source":
            return Text(message.text, own.tag, own.dir, False)
        if answer.state not in SHOWN or answer.text is None:
            return Text(message.text, self.source.tag, self.source.dir, True)
        text = inline.join_lines(answer.text)
        return Text(inline.isolate(text) if own.dir == "rtl" else text, own.tag, own.dir, False)

    def refusals(self, messages: Sequence[Message]) -> tuple[Problem, ...]:
        """A warning, at the catalog's line, for each message whose translation is turned away."""
        found = []
        for message in messages:
            reason = self.refusal(message)
            if reason:
                path, line = self.tongue.where(message)
                found.append(warning(path, line, reason.rule, f"{reason.text} The source text is shown instead.", reason.hint))
        return tuple(found)
