"""What a translation may not change: one table of refusals, and one of translations that must pass."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lantern.cli.main import main
from lantern.content import settings
from lantern.locales import languages
from lantern.message import Message
from lantern.rules import glossary
from lantern.rules.refuse import RULES, LanguageRules, make_language_rules, name, refusal
from tests.making import copied, swap

LONG = "Stay calm and do not run from the police. " * 60

REFUSED = [
    ("Stay calm.", "Mantenga la calma.\u202e", "unsafe-character"),
    ("Stay calm.", "Mantenga\x00", "unsafe-character"),
    ("Stay calm.", "Mantenga \u2067la calma.", "unsafe-character"),
    ("Stay calm.", "la calma.\u2069", "unsafe-character"),
    ("Stay calm.", "a\u2028b", "unsafe-character"),
    ("Stay calm.", "\ufffe", "unsafe-character"),
    ("Stay calm.", "x" * 401, "too-long"),
    (LONG, "x" * (8 * len(LONG) + 1), "too-long"),
    (LONG, "[" * 300, "too-complex"),
    (LONG, "`" * 300, "too-complex"),
    ("Stay calm.", "   ", "blank"),
    ("Stay calm.", "\u00a0\u3000", "blank"),
    ("Stay calm.", "Cálmese. {: .critical }", "mark"),
    ("Stay calm.", "{: #door }", "mark"),
    ("Call {d.phone}.", "Llame.", "fact-differs"),
    ("Call {d.phone}.", "Llame al {d.web}.", "fact-differs"),
    ("Call {d.phone}.", "Llame al {d.phone} o {d.phone}.", "fact-differs"),
    ("Call {d.phone}.", "Llame al {d.phone} o {e.phone}.", "fact-differs"),
    ("Call {d.phone}.", "Llame al `{d.phone}`.", "fact-differs"),
    ("Call {d.phone}.", "Llame al {D.phone}.", "fact-differs"),
    ("Call.", "Llame al {d.phone}.", "fact-differs"),
    ("[a]({d.web})", "[a]({e.web})", "fact-differs"),
    ("It is law.[^gbh]", "Es ley.", "citation-differs"),
    ("It is law.[^gbh]", "Es ley.[^wbur]", "citation-differs"),
    ("It is law.[^gbh]", "Es ley.[^gbh][^gbh]", "citation-differs"),
    ("It is law.", "Es ley.[^gbh]", "citation-differs"),
    ("It is law.[^gbh]", "Es ley.`[^gbh]`", "citation-differs"),
    ("See [a](b.md).", "Vea [a](c.md).", "link-differs"),
    ("See [a](b.md#x).", "Vea [a](b.md).", "link-differs"),
    ("See [a](b.md).", "Vea a.", "link-differs"),
    ("See [a](b.md).", "Vea [a](b.md) y [b](b.md).", "link-differs"),
    ("See.", "Vea [a](https://evil.example).", "link-differs"),
    ("See.", "Vea <https://evil.example>.", "literal-differs"),
    ("See.", "Vea <spy@evil.example>.", "literal-differs"),
    ("Call 555-867-5301.", "Llame al 555-867-5302.", "literal-differs"),
    ("Call 555-867-5301.", "اتصل ٥٥٥-٨٦٧-٥٣٠١.", "literal-differs"),
    ("Call.", "Llame al 555-867-5301.", "literal-differs"),
    ("Ask for form I-200.", "Pida el formulario I-205.", "literal-differs"),
    ("Write to help@town.org.", "Escriba a help@town.com.", "literal-differs"),
    ("See town.gov/rights.", "Vea evil.com.", "literal-differs"),
    ("See.", "Vea ![a](https://evil.example/spy.gif).", "link-differs"),
    ("See.", "Vea [a](javascript:alert(1)).", "scheme"),
    ("See [a][order].", "Vea [a][other].", "link-differs"),
    ("See [a](https://a.example).", "Vea [a](https://a.example.evil.example).", "link-differs"),
    ("Stay.", "<script>alert(1)</script>", "raw-html"),
    ("Stay.", "Quédese.<br>", "raw-html"),
    ("Stay.", "<!-- x", "raw-html"),
    ("Stay.", '<b onclick="x">a</b>', "raw-html"),
]

# A number or an address in every place where a reader can see it, however it is written. `%s` stands in running Spanish text.
HIDDEN = [
    r"\[la línea](%s)",
    r"\\\[la línea](%s)",
    r"[la línea\](%s)",
    "Buscar ](%s)",
    "[a [b](%s)",
    "a](b)](%s)",
    "[^x](%s)",
    "( [%s] )",
    r"\`%s\`",
    r"`` \`%s",
    "**%s**",
    "_%s_",
    "{%s}",
    "<%s>",
    "<!-- %s -->",
    "[%s]",
    "[[%s]]",
    "[x]: %s",
    "[x]: https://a.example '%s'",
    "a {: note='%s' }",
    "&amp;&nbsp;%s",
    "&#40;%s&#x29;",
    "a  \n%s",
]


@pytest.mark.parametrize("kind", ["paragraph", "heading 2", "phrase", "page title", "site tagline", ""])
@pytest.mark.parametrize("place", HIDDEN)
@pytest.mark.parametrize("said", ["900-555-0199", "https://evil.example", "spy@evil.example", "911"])
def test_no_place_in_the_text_hides_a_number_or_an_address(kind: str, place: str, said: str) -> None:
    assert refusal(Message("Call the line.", kind=kind), f"Llame: {place % said}.") is not None


@pytest.mark.parametrize(
    "text",
    [
        'Vea [la página](b.md "Llame al 900-555-0199").',
        'Vea [la página](b.md "https://evil.example").',
        "Vea [la página](b.md 'spy@evil.example').",
        'Vea [la página](b.md "900-555-**0199**").',
        'Vea [la página](b.md "https&colon;//evil&period;example").',
        'Vea [la página](b.md "Texto").',
        'Vea [la página](<b.md> "Llame al 911").',
        'Vea [la página][b.md "Llame al 911"].',
    ],
)
def test_the_titles_of_links_are_looked_at(text: str) -> None:
    assert refusal(Message("See [the page](b.md).", kind="paragraph"), text) is not None


@pytest.mark.parametrize(
    ("source", "text", "rule"),
    [
        ('[a](b.md "Call 911")', '[a](b.md "Llame al 912")', "figures"),
        ('[a](b.md "Call")', '[a](b.md "Llame a 900-555-0199")', "literal-differs"),
        ('[a](b.md "Ask for a warrant from a court")', '[a](b.md "Pida una garantía")', "avoid"),
        ('[a](b.md "Stay calm")', '[a](b.md "C\u0430lma")', "confusable"),
        (f'[a](b.md "{"You do not have to open the door."}")', '[a](b.md "You do not have to open the door.")', "untranslated"),
        ("![A door](d.svg)", "![Llame al 900-555-0199](d.svg)", "literal-differs"),
        ('![A door](d.svg "No")', "![Puerta](d.svg)", "link-differs"),
        ('![A door](d.svg "No")', '![Puerta](d.svg "No")', None),
        ('[a](b.md "Call 911")', '[a](b.md "Llame al 911")', None),
        ("![Form I-200](d.svg)", "![Formulario I-200](d.svg)", None),
    ],
)
def test_a_title_or_description_is_text_like_any_other(source: str, text: str, rule: str | None) -> None:
    refused = refusal(Message(source, kind="paragraph"), text, spoken("es"))
    assert (refused.rule if refused else None) == rule


@pytest.mark.parametrize(
    "text",
    [
        "https&colon;//evil&period;example",
        "https&#58;//evil&#46;example",
        "https&#x3A;//evil&#x2e;example",
        "https&#0058;&sol;&sol;evil&period;example",
        "spy&commat;evil&period;example",
        "&#57;00-555-0199",
        "900&#45;555&hyphen;0199",
        "&#57;&#49;&#49;",
        "evil&period;org",
        "&#101;vil.org",
        "https：//evil．example",
        "https:／／evil.org",
        "spy＠evil.org",
        "900\u00a0555\u00a00199",
        "900\u2011555\u20110199",
        "https:**//evil**.org",
        "900-**555**-0199",
        r"https\://evil.org",
        r"https://evil\.org",
        r"spy\@evil.org",
        "ev<!-- -->il.org",
        "`a`&#x202E;",
        "&rlo;&#8238;a",
        "&ZeroWidthSpace;a",
        "&shy;a",
    ],
)
def test_entities_escapes_and_wide_signs_are_read_as_readers_read_them(text: str) -> None:
    assert refusal(Message("See.", kind="paragraph"), f"Vea {text}", spoken("es")) is not None


@pytest.mark.parametrize(
    ("source", "text", "rule"),
    [
        ("A warrant from a court.", "Una gar&#97;ntía del tribunal.", "avoid"),
        ("A warrant from a court.", r"Una gar**antía**.", "avoid"),
        ("Stay calm.", "Спокойно &#1072;.", "wrong-script"),
        ("Stay calm.", "C&#1072;lma.", "confusable"),
        ("A & B, “no”.", "A &amp; B, &laquo;no&raquo;.", None),
        ("Call 617-555-0142.", "Llame al 617&nbsp;555&#45;0142.", None),
        ("Call 617-555-0142.", "Llame al (617)\u00a0555\u20110142.", None),
        ("Call (617) 555-0142.", "Llame al 617\u202f555\u202f0142.", None),
        ("Call 617-555-0142.", "Llame al 617&nbsp;555&#45;0143.", "literal-differs"),
        ("Call +1 617-555-0142.", "Llame al 617-555-0142.", "literal-differs"),
        ("Ask for I-200.", "Pida el I\u2011200.", None),
        ("Call 617-555-0142.", "Llame al 617&#45;555&#45;0142.", None),
        ("Call 617-555-0142.", "Llame al 617\u2011555\u20110142.", None),
        ("See https://a.example/b.", "Vea https&colon;//a.example/b.", None),
        ("Ask *Ana* for `a`.", "Pida ``a`` a Ana.", None),
    ],
)
def test_what_is_read_is_compared_and_not_how_it_is_written(source: str, text: str, rule: str | None) -> None:
    refused = refusal(Message(source, kind="paragraph"), text, spoken("es"))
    assert (refused.rule if refused else None) == rule


SIGNS = [
    *(
        "## Texto",
        "# Texto",
        "###### Texto",
        "Texto ##",
        "- Texto",
        "* Texto",
        "+ Texto",
        "• Texto",
        "> Texto",
        ">Texto",
        "1. Texto",
    ),
    *("2) Texto", ": Texto", "| Texto | texto |", "---", "*** Texto", "=== Texto", "~~~ Texto", "[ ] Texto", "[x] Texto"),
    *("Texto {#id}", "Texto {.law}", "~~Texto~~", "~Texto~", "==Texto==", "^Texto^", "||Texto||", "[!NOTE] Texto", "[[Texto]]"),
    *("Texto **", "** Texto **", "Texto_ ", "_ Texto_", "__Texto", "`Texto", "Texto ```", "[Texto]: texto", "[^Texto"),
    *(r"Texto\n", r"Texto\¿", r"Texto\t\t", r"C:\Texto", "Texto\\", r"\\Texto", r"\&nbsp; Texto", "&nbps; Texto"),
    *("{{ texto }}", "{% texto %}", "${texto}", "%(texto)s", "%s texto", "<Texto", "</Texto", "<?texto", "<%texto", "$$Texto$$"),
    *("{", "}", "{Texto", "{uno}", "{Luce.Phone}", "Texto  \n- Texto", "Texto  \n## Texto", "\\## Texto", "&#35; Texto"),
]


@pytest.mark.parametrize("text", SIGNS)
@pytest.mark.parametrize("kind", ["paragraph", "heading 2", "list item", "page title", "phrase", ""])
def test_a_translation_shows_no_sign_that_the_source_does_not_show(text: str, kind: str) -> None:
    assert refusal(Message("Text of a page.", kind=kind), text) is not None


@pytest.mark.parametrize(
    "text",
    [
        *(
            "\u2800",
            "\U000e0100",
            "-",
            "—",
            "…",
            "\u3164",
            "\u115f",
            "\u17b4",
            "\U0001d159",
            "()",
            "\u200f",
            "\u061c.",
            "•",
            "**…**",
        ),
        *("&nbsp;", "\u00ad", "[](b.md)"),
    ],
)
@pytest.mark.parametrize("kind", ["paragraph", "phrase"])
def test_signs_without_a_word_are_no_translation(text: str, kind: str) -> None:
    assert refusal(Message("Stay calm.", kind=kind), text, spoken("es")) is not None


@pytest.mark.parametrize(
    "letter",
    [
        "\u2800",
        "\U000e0100",
        "\u17b4",
        "\U0001d173",
        "\u200f",
        "\u200e",
        "\u061c",
        "\U000e0069",
        "\u2065",
        "\ufff0",
        "\u206a",
        "\U0001bca0",
    ],
)
@pytest.mark.parametrize("text", ["Llame al 911{}.", "Llame al 9{}11.", "Lla{}me al 911.", "{}Llame al 911.", "Llame al 911.{}"])
def test_what_nobody_sees_is_refused_beside_a_number_too(letter: str, text: str) -> None:
    message = Message("Call 911.", kind="paragraph")
    for written in (letter, f"&#{ord(letter)};"):
        assert refusal(message, text.format(written), spoken("es")) is not None
    assert refusal(message, text.format(""), spoken("es")) is None


PASSED = [
    ("Stay calm.", "Mantenga la calma."),
    ("Stay calm.", "ابق هادئا"),
    ("Stay calm at 617.", "Mantenga \u2066617\u2069 la calma.\u200f"),
    ("Stay *calm*.", "Mantenga la calma."),
    ("Stay calm.", "Mantenga la **calma**."),
    ("Call {d.phone} or {e.web}.", "{e.web} o {d.phone}."),
    ("One.[^a] Two.[^b]", "二。[^b]一。[^a]"),
    ("See [a](b.md) or [c](d.md).", "Vea [c](d.md) o [a](b.md)."),
    ("See [a][order].", "Vea [la orden][order]."),
    ("[a]({d.web})", "[escriba]({d.web})"),
    ("Type `<b>`.", "Escriba `<b>`."),
    ("1 < 2", "1 < 2 y 2 > 1"),
    ("Call 555-867-5301, ask for I-200.", "Pida I-200: 555-867-5301."),
    ("Stay calm.", "x" * 400),
    ("Stay calm.", "— Texto, texto · texto"),
    ("Stay calm.", r"Texto\: \"texto\" \'texto\'\; \/ \(texto\) \- texto\!"),
    ("1. Stay # 5 ^ a_b | c = 5 {x} ~ 6", "1. Texto # 5 ^ a_b | c = 5 {x} ~ 6"),
    ("{d.hours}: open", "{d.hours}: abierto"),
    ("`a` is open", "`a`: abierto"),
    ("Stay.", "Texto - texto; texto/texto: 'texto' & texto (texto) [texto]."),
    ("Stay calm.", "a\n\nb"),
]


@pytest.mark.parametrize(("source", "text", "rule"), REFUSED)
def test_a_translation_that_breaks_a_rule_is_refused(source: str, text: str, rule: str) -> None:
    refused = refusal(Message(source, kind="paragraph"), text)
    assert refused is not None
    assert refused.rule == rule
    assert refused.text
    assert refused.hint


@pytest.mark.parametrize(("source", "text"), PASSED)
def test_a_translation_that_keeps_what_counts_passes(source: str, text: str) -> None:
    assert refusal(Message(source, kind="paragraph"), text) is None


@pytest.mark.parametrize("source", sorted({source for source, *_ in REFUSED} | {source for source, _ in PASSED}))
def test_a_message_may_stand_for_itself(source: str) -> None:
    assert refusal(Message(source, kind="paragraph"), source) is None


@pytest.mark.parametrize(
    ("source", "text", "rule"),
    [
        ("{done} of {total}", "{done} de {total}", None),
        ("{done} of {total}", "{total}: {done}", None),
        ("{done} of {total}", "{done} de", "placeholder"),
        ("{done} of {total}", "{done} de {todo}", "placeholder"),
        ("{done} of {total}", "{done} de {total} {total}", "placeholder"),
        ("Menu", "{menu}", "placeholder"),
        ("Menu", "Menú\u202e", "unsafe-character"),
        ("Menu", "Menú 555-867-5301", "literal-differs"),
        ("Menu", "  ", "blank"),
        ("Menu", "Carta [x] (y)", None),
        ("Menu", "Carta *y*", "sign"),
        ("Menu", "<b>Carta</b>", "sign"),
        ("Menu", "Carta[^gbh]", "sign"),
        ("Menu", "Carta {: .x}", "mark"),
        ("Menu", "Carta {luce.phone}", "sign"),
        ("Menu", "Carta {{ x }}", "sign"),
        ("Menu", "Carta {% x %}", "sign"),
        ("Menu", "Carta &nbsp;", "sign"),
        ("Menu", "Carta https&colon;//evil&period;example", "sign"),
        ("Menu", "Carta\\n", "sign"),
        ("Menu", "%s Carta", "sign"),
        ("Menu", "[Carta](b.md)", "sign"),
        ("{n} files", "{n}: archivos", None),
        ("{n}%", "{n} %", None),
    ],
)
def test_a_phrase_keeps_its_placeholders(source: str, text: str, rule: str | None) -> None:
    refused = refusal(Message(source, kind="phrase"), text)
    assert (refused.rule if refused else None) == rule


@given(st.text("ab {}[]()<>`*_^:.#\n!\\/", max_size=40))
def test_no_text_raises(text: str) -> None:
    for kind in ("paragraph", "phrase"):
        refusal(Message("Stay calm.", kind=kind), text)


# ---- rules that depend on the language

TERMS, _ = glossary.parse(
    '[warrant]\nen = ["warrant from a court"]\n[warrant.es]\nsay = ["orden judicial"]\navoid = ["garantía"]\n'
    '[warrant.zh_Hans]\nsay = ["法院签发的搜查令"]\navoid = ["行政令"]\n[warrant.ar]\nsay = ["مذكرة"]\navoid = ["ضمان"]\n'
)
KNOWN = settings.Settings("A", "", "", "en", ("en",), {}, {}, {}, "1", {})
SENTENCE = "You do not have to open the door."


def spoken(code: str) -> LanguageRules:
    return make_language_rules(code, languages.month_names(languages.describe(code, KNOWN)), TERMS)


@pytest.mark.parametrize(
    ("code", "source", "text", "rule"),
    [
        ("es", "On February 5, 2026.", "El 5 de marzo de 2026.", "figures"),
        ("es", "On February 5, 2026.", "El 6 de febrero de 2026.", "figures"),
        ("es", "They are 18 or older.", "Son mayores.", "figures"),
        ("es", "They are 18 or older.", "Tienen 18 o 19 años.", "figures"),
        ("es", "It costs $50.", "Cuesta $60.", "figures"),
        ("es", "Open until 5 pm.", "Abierto hasta las 6.", "figures"),
        ("ru", "Open until 5 pm.", "Открыто до 16:00.", "figures"),
        ("ar", "They are 18.", "عمرهم ١٨.", "figures"),
        ("zh_Hans", "14 places.", "十四个地方。", "figures"),
        ("es", "It is open 24/7.", "Abre 24/6.", "figures"),
        ("es", "Read `{a}` here.", "Lea aquí.", "code"),
        ("es", "Read `a` here.", "Lea `b` aquí.", "code"),
        ("es", "See.", "Vea <javascript:alert>.", "scheme"),
        ("es", "See.", "Vea [a](&#106;avascript:alert).", "scheme"),
        ("es", "See [a](b.md).", "Vea [a](data:text/html,x).", "scheme"),
        ("es", "Stay calm.", "Mantenga\u200b la calma.", "invisible"),
        ("ru", "Stay calm.", "Спо\u00adкойно.", "invisible"),
        ("es", "Stay calm.", "Mantenga la c\u0430lma.", "confusable"),
        ("ru", "Stay calm.", "Сохраняйте спокoйствие.", "confusable"),
        ("ru", "Ask ICE.", "Спросите ІСЕ.", "confusable"),
        ("zh_Hans", "They are 18.", "他们１８岁。", "confusable"),
        ("zh_Hant", "Ask ICE.", "問 ＩＣＥ。", "confusable"),
        ("es", "Stay calm.", "Mantenga la calma ⑨①①.", "confusable"),
        ("es", "Stay calm.", "Calma, vea t.me/aviso.", "literal-differs"),
        ("es", "Stay calm.", "Calma, vea aviso.xyz.", "literal-differs"),
        ("es", "Wait an hour.", "Espere una hora ½.", "confusable"),
        ("vi", "Stay calm.", "Giữ bình tĩnh².", "confusable"),
        ("es", "Stay calm.", "Сохраняйте спокойствие.", "wrong-script"),
        ("fr", "Stay calm.", "保持冷静。", "wrong-script"),
        ("ru", SENTENCE, "Usted no tiene que abrir la puerta.", "wrong-script"),
        ("ar", SENTENCE, "Usted no tiene que abrir la puerta.", "wrong-script"),
        ("zh_Hant", "Stay calm.", "请保持冷静。", "wrong-script"),
        ("zh_Hans", "Stay calm.", "請保持冷靜。", "wrong-script"),
        ("es", SENTENCE, SENTENCE, "untranslated"),
        ("es", f"Stay calm. {SENTENCE}", f"Mantenga la calma. {SENTENCE}", "untranslated"),
        ("ru", f"Stay calm. {SENTENCE}", f"Сохраняйте спокойствие. {SENTENCE}", "untranslated"),
        ("es", "Ask for a warrant from a court.", "Pida una garantía del tribunal.", "avoid"),
        ("es", "Ask for a **warrant from a court**.", "Pida una **Garantía** del tribunal.", "avoid"),
        ("zh_Hans", "A warrant from a court.", "法院的行政令。", "avoid"),
        ("ar", "A warrant from a court.", "ضَمَانٌ من محكمة.", "avoid"),
    ],
)
def test_what_a_language_may_not_say(code: str, source: str, text: str, rule: str) -> None:
    refused = refusal(Message(source, kind="paragraph"), text, spoken(code))
    assert refused is not None
    assert (refused.rule, bool(refused.text), bool(refused.hint)) == (rule, True, True)


@pytest.mark.parametrize(
    ("code", "source", "text"),
    [
        ("es", "On February 5, 2026, at 5 pm.", "El 5 de febrero de 2026, a las 5 de la tarde."),
        ("zh_Hant", "On February 5, 2026, at 5:30 pm.", "2026年2月5日下午5點30分。"),
        ("ru", "In May 2026, from 9 am to noon.", "В мае 2026 г., с 9:00 до 12:00."),
        ("vi", "Weekdays, February 5.", "Thứ 2 đến thứ 6, ngày 5 tháng 2."),
        ("ar", "On February 5, 2026.", "في 5 فبراير (شباط) 2026."),
        ("fr", "About 1,000 people, 2.5 hours.", "Environ 1\u202f000 personnes, 2,5 heures."),
        ("pt_BR", "About 1,000 people.", "Cerca de 1.000 pessoas."),
        ("es", "About 1,000 people.", "Unas 1000 personas."),
        ("es", "Six members.", "6 miembros."),
        ("zh_Hant", "Order 2026-01.", "第2026-01號行政命令（Executive Order 2026-01）。"),
        ("es", "Say: “I do not want to open the door.”", "Diga: “I do not want to open the door.” (No quiero abrir.)"),
        ("es", "The Office of the Attorney General.", "La Office of the Attorney General (fiscalía)."),
        ("ar", "Greater Boston Legal Services", "Greater Boston Legal Services"),
        ("ru", "The A-number of ICE.", "Номер A (A-number) у ICE."),
        ("zh_Hans", "Ask Michelle Wu.", "问吴弭（Michelle Wu）。"),
        ("es", "A warranty.", "Una garantía."),
        ("es", "A warrant from a court.", "Una orden judicial, sin garantías."),
        ("xx", "Stay calm.", "Сохраняйте calm."),
        ("en_GB", SENTENCE, SENTENCE),
    ],
)
def test_what_a_language_may_say(code: str, source: str, text: str) -> None:
    assert refusal(Message(source, kind="paragraph"), text, spoken(code)) is None


def test_a_rule_has_a_name_and_says_itself() -> None:
    assert len({name(rule) for rule in RULES}) == len(RULES) == 22
    assert all((rule.__doc__ or "").endswith(".") for rule in RULES)


HOSTILE = [
    "[" * 190 + "]" * 190,
    "](" * 2000,
    "`a" * 99,
    "(" * 4000,
    "“" * 4000,
    "1," * 2000,
    "1 000" * 800,
    "5 pm " * 800,
    "a. " * 1300,
]
HOSTILE += [
    *(
        "x" * 60_000,
        "x." * 20_000,
        "@x" * 9000,
        "$5" * 9000,
        "\\" * 150,
        "&a;" * 9000,
        "請\n" * 9000,
        "0 11 " * 9000,
        "a[.]" * 150,
    ),
    *("5 y media " * 3000, "(" * 9000, "www." * 9000, "~a" * 9000, "xaб" * 9000, "tel:" * 9000, "a [at] " * 150),
]
HOSTILE += [
    "a@" * 2000,
    "a." * 2000,
    "January 1 " * 400,
    "а" * 4000,
    "行政" * 2000,
    "<a:" * 66,
    "garanti" * 500,
    "{" * 4000,
    "a-" * 2000,
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
@pytest.mark.parametrize("code", ["es", "ru", "zh_Hans"])
def test_hostile_texts_take_no_time(code: str, text: str) -> None:
    began = time.process_time()
    refusal(Message(f"{SENTENCE} 1,000 at 5 pm. " * 60, kind="paragraph"), text, spoken(code))
    refusal(Message(text, kind="phrase"), f"{text} 1", spoken(code))
    assert time.process_time() - began < 1


def test_what_is_known_of_a_language_is_one_object() -> None:
    assert spoken("es") is spoken("es")
    assert spoken("es") is not spoken("fr")


def test_a_hidden_character_costs_one_string_and_not_the_site(tmp_path: Path) -> None:
    """The string shows its source; `build` warns, `check` and --strict stop."""
    root = copied("town", tmp_path)
    swap(root / "locales/es/LC_MESSAGES/messages.po", "Ayuda en este pueblo", "Ayuda \u202een este pueblo")
    assert main(["build", "--root", str(root), "--no-print"]) == 0
    page = (root / "public/es/index.html").read_text("utf-8")
    assert "Help in this town" in page
    assert "\u202e" not in page
    assert main(["check", "--root", str(root)]) == 1
    assert main(["build", "--root", str(root), "--strict"]) == 1


@pytest.mark.parametrize(
    "text",
    [
        r"Lea \\\\[esto](900-555-0199): [qué hacer en su puerta](at-home.md#door).",
        r"Lea primero [qué hacer](at-home.md#door \"Llame al 900-555-0199\").",
        "Lea primero [qué hacer](at-home.md#door) y https&colon;//evil&period;example.",
    ],
)
def test_what_readers_would_see_is_published_by_no_command(tmp_path: Path, text: str) -> None:
    """Whatever markup is around it, a number or an address of the translation's own costs the string."""
    root = copied("town", tmp_path)
    swap(root / "locales/es/LC_MESSAGES/messages.po", "Lea primero [qué hacer en su puerta](at-home.md#door).", text)
    assert main(["build", "--root", str(root), "--no-print", "--strict"]) == 1
    assert main(["build", "--root", str(root), "--no-print"]) == 0
    page = (root / "public/es/index.html").read_text("utf-8")
    assert "what to do at your door" in page
    assert not any(part in page for part in ("555-0199", "evil"))


# ---- addresses in any form, money, words of two scripts


@pytest.mark.parametrize(
    "said",
    [
        *("evil.zip", "evil.mov", "EVIL.ZIP", "evil-help.boston", "sub.evil.museum", "a.b.evil.dev", "evil.example", "evil.zip."),
        *(
            "@evilhelp",
            "(@evilhelp)",
            "evil[.]example",
            "evil [.] zip",
            "evil(.)zip",
            "evil{.}zip",
            "evil．example",
            "evil。example",
        ),
        *(
            "evil dot example",
            "evil [dot] zip",
            "evil (punto) zip",
            "evil punto org",
            "evil точка org",
            "evil點com",
            "evil 点 com",
        ),
        *(
            "spy [at] evil.zip",
            "spy(at)evil",
            "spy [arroba] evil",
            "hxxps://evil",
            "https:evil",
            "http:/evil",
            "ftp://evil",
            "tel:999",
        ),
        *("whatsapp:evil", "mailto:spy", "www.evil", "www2.evil.zip", "помощь.рф", "ayuda.网站", "evil\u2024zip", "evil.zip/a?b"),
        *("signal:evil", "xn--80ak6aa92e.com", "münchen.de", "evil｡org"),
    ],
)
@pytest.mark.parametrize("text", ["Vea {}", "Vea ({}).", "{}: vea", "Vea «{}» aquí."])
@pytest.mark.parametrize("kind", ["paragraph", "phrase"])
def test_no_address_comes_in_by_any_spelling(kind: str, text: str, said: str) -> None:
    written = text.format(said)
    if said in {"evil dot example", "evil punto org"} or "点" in said or "點" in said or "точка" in said:
        written = f"Vea {said}"
    assert refusal(Message("See it here.", kind=kind), written) is not None


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("See it.", "Véalo, p.ej. aquí."),
        ("See it at 5 pm.", "Véalo a las 5 p.m. aquí."),
        ("See it.", "Vea el punto."),
        ("See it.", "Véalo… aquí."),
        ("See it.", "Véalo: aquí/allí; sí/no."),
        ("See it.", "Tel: aquí. Sí (en el punto)."),
        ("See a.example/b.", "Vea a.example/b."),
        ("See evil.zip.", "Vea EVIL.zip."),
        ("Write @town.", "Escriba a @town."),
        ("Use the file a.tar.gz.", "Use el archivo a.tar.gz."),
    ],
)
def test_what_is_no_new_address_passes(source: str, text: str) -> None:
    assert refusal(Message(source, kind="paragraph"), text) is None


@pytest.mark.parametrize(
    ("code", "source", "text", "rule"),
    [
        ("es", "It costs $50.", "Cuesta €50.", "currency"),
        ("es", "It costs $50.", "Cuesta 50 €.", "currency"),
        ("es", "It costs $50.", "Cuesta 50 euros.", "currency"),
        ("es", "It costs $50.", "Cuesta 50 pesos.", "currency"),
        ("es", "It costs $50.", "Cuesta £50.", "currency"),
        ("pt_BR", "It costs $50.", "Custa R$ 50.", "currency"),
        ("pt_BR", "It costs $50.", "Custa 50 reais.", "currency"),
        ("ru", "It costs $50.", "Стоит 50 рублей.", "currency"),
        ("zh_Hans", "It costs $50.", "费用为 50 欧元。", "currency"),
        ("zh_Hans", "It costs $50.", "费用为￥50。", "currency"),
        ("ar", "It costs $50.", "التكلفة 50 يورو.", "currency"),
        ("vi", "It costs $50.", "Giá 50 ₫.", "currency"),
        ("ht", "It costs $50.", "Li koute 50 goud.", "currency"),
        ("es", "It costs $50.", "Cuesta MX$50.", "currency"),
        ("es", "Bring 50 keys.", "Traiga $50 llaves.", "currency"),
        ("es", "It costs $50.", "Cuesta $50.", None),
        ("es", "It costs $50.", "Cuesta 50 dólares.", None),
        ("es", "It costs $50.", "Cuesta US$50.", None),
        ("fr", "It costs $50.", "Cela coûte 50\u202f$.", None),
        ("ru", "It costs $50.", "Стоит 50 долларов.", None),
        ("zh_Hans", "It costs $50.", "费用为 50 美元。", None),
        ("ar", "It costs $50.", "التكلفة 50 دولارًا.", None),
        ("vi", "It costs $50.", "Giá 50 đô la.", None),
        ("es", "It costs €50.", "Cuesta 50 euros.", None),
        ("ar", "Stay calm.", "ابق هاaدئا.", "confusable"),
        ("ar", "Stay calm.", "ابقo هادئا.", "confusable"),
        ("ar", "Ask ICE.", "اسأل وICE عن الICE.", None),
        ("zh_Hans", "Stay calm.", "请保o持冷静。", "confusable"),
        ("zh_Hant", "Stay calm.", "請保A持冷靜。", "confusable"),
        ("zh_Hans", "Ask ICE.", "问ICE人员。", None),
        ("zh_Hans", "Ask Michelle Wu.", "问Michelle Wu市长。", None),
        ("ru", "Ask ICE.", "Спросите ICE-агента.", None),
        ("ru", "Ask ICE.", "СпросIте.", "confusable"),
    ],
)
def test_money_stays_and_words_are_of_one_script(code: str, source: str, text: str, rule: str | None) -> None:
    refused = refusal(Message(source, kind="paragraph"), text, spoken(code))
    assert (refused.rule if refused else None) == rule
