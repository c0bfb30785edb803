"""The other forms of a page: beside its original, in one file, as text, as a code; the guide, the search, the feed, the card.

A small guide (tests/sites/harbor) shows what each form is; the real site, that nothing in them is broken.
"""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
import zxingcpp
from PIL import Image

from lantern import pipeline
from lantern.editions import contacts
from lantern.site import HOME, read_site
from lantern.web import formats
from lantern.web.pages import BuildMemo
from tests.making import Built, built, faults, harbor, ids, real, said, swap, target, tree, walk, write

TAGS = ("en", "es", "ar")
FORMS = (".bilingual.html", ".single.html", ".txt", ".qr.svg")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return harbor(tmp_path)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The guide as it stands, built once."""
    return built(harbor(tmp_path_factory.mktemp("guide")))


def moved(root: Path, base: str = "https://harbor.town/guide") -> dict[str, bytes]:
    """The files of the site at an address of its own."""
    found, problems = read_site(root, base_url=base)
    assert found is not None, problems
    whole = pipeline.build(found)
    files, more = whole.files, whole.problems
    assert more == ()
    return {file.path: file.data for file in files}


def hrefs(page: str) -> list[str]:
    return [a.get("href", "") for a in tree(page).iter("a") if "href" in a.attrib]


# --- which forms there are -------------------------------------------------------------------------------------------


def test_a_form_is_there_where_a_page_has_it(made: Built) -> None:
    kinds = {"door": 4, "show": 4, "order": 4, "index": 2, "help": 2, "lawyer": 2, "search": 2, "translations": 2, "updates": 2}
    for slug, count in kinds.items():
        found = [form for form in FORMS if f"es/{slug}{form}" in made.files]
        assert len(found) == count, (slug, found)
        assert f"en/{slug}.bilingual.html" not in made.files
    assert not [path for path in made.files if "/old." in path and path not in {f"{tag}/old.html" for tag in TAGS}]


def test_every_language_has_its_search_and_its_guide(made: Built) -> None:
    for tag in TAGS:
        assert {f"{tag}/search-data.js", f"{tag}/guide.single.html"} <= set(made.files)


def test_a_site_whose_pages_have_no_groups_has_no_other_forms(root: Path) -> None:
    for path in (root / "content").glob("*.md"):
        path.write_text(re.sub(r'(?m)^group = ".*"\n', "", path.read_text("utf-8")), "utf-8")
    made = built(root)
    assert not [path for path in made.files if path.endswith((*FORMS, "search-data.js", "feed.xml"))]


def test_a_form_links_to_what_is_there(made: Built) -> None:
    for path in (*made.pages, *made.forms):
        for href in hrefs(made.text(path)):
            if not re.match("[a-z]+:", href):
                to, anchor = target(path, href)
                assert to in made.files, (path, href)
                assert not anchor or anchor in ids(made.tree(to)), (path, href)


def test_the_fault_of_a_form_s_template_is_told(root: Path) -> None:
    for name in ("bilingual", "single", "guide", "card"):
        write(root, {f"templates/{name}.html": "<p>{{ site.nothing }}</p>\n"})
    found, _ = read_site(root)
    assert found is not None
    whole = pipeline.build(found)
    _, problems = whole.files, whole.problems
    assert {(one.path, one.line, one.rule) for one in problems} == {
        (f"templates/{name}.html", 1, "template-name") for name in ("bilingual", "single", "guide", "card")
    }


# --- beside the original ---------------------------------------------------------------------------------------------


def test_a_page_beside_its_original(made: Built) -> None:
    page = made.tree("es/door.bilingual.html")
    pairs = [element for element in page.iter("div") if element.get("class") == "pair"]
    told = [tuple(said(side) for side in pair) for pair in pairs]
    assert told[0] == ("Ask who is there.", "Pregunte quién es.")
    assert ("Your rights", "Sus derechos") in told
    assert [tuple(side.get("lang") for side in pair) for pair in pairs] == [("en", "es")] * len(pairs)
    assert said(page).count("Puede callar.") == 1, "the page's own text stands in the pairs alone"


def test_a_block_that_falls_back_is_marked_on_both_sides(made: Built) -> None:
    for element, lang, direction in walk(made.tree("ar/door.bilingual.html")):
        if element.tag == "p" and said(element) == "Look at it through the window.":
            assert (lang, direction) == ("en", "ltr")


# --- in one file -----------------------------------------------------------------------------------------------------


def test_one_file_holds_everything_and_asks_for_nothing(made: Built) -> None:
    for tag in TAGS:
        for path in (f"{tag}/door.single.html", f"{tag}/guide.single.html"):
            page = made.text(path)
            assert faults(page) == []
            assert not re.search(r"\b(?:src|srcset|poster|data)=", page)
            assert "<script" not in page
            assert not [href for href in hrefs(page) if not href.startswith(("#", "https://", "tel:", "mailto:"))]


def test_a_link_to_another_page_stays_as_words_where_there_is_no_address(made: Built) -> None:
    page = made.text("es/door.single.html")
    assert "con <span>la tarjeta</span> o" in page
    assert "<span>la lámpara</span>" in page
    assert '<a href="#rights">arriba</a>' in page
    assert '<a href="#source-gazette">1</a>' in page
    assert '<a href="https://law.example/1">la ley</a>' in page
    assert 'href="tel:+15558675301"' in page


def test_it_leads_to_the_site_where_there_is_one(root: Path) -> None:
    found = hrefs(moved(root)["es/door.single.html"].decode())
    home = "https://harbor.town/guide"
    assert {f"{home}/es/show.html#say", f"{home}/es/lawyer.html", f"{home}/es/old.html", f"{home}/lamp.svg"} <= set(found)
    assert "#rights" in found


def test_of_a_picture_its_words_stay(made: Built) -> None:
    assert "<p><span>Una lámpara</span></p>" in made.text("es/door.single.html")
    assert "<p><span>Una lámpara</span></p>" in made.text("es/guide.single.html")
    assert '<img src="../lamp.svg" alt="Una lámpara">' in made.text("es/door.html"), "the page itself keeps it"


def test_one_file_says_its_version_its_day_and_where_to_check_it(made: Built, root: Path) -> None:
    page = said(tree(made.text("es/door.single.html")))
    assert re.search(r"[0-9a-f]{8} 2 de abril de 2026 Dirección de ejemplo https://harbor\.example/guide/es/door\.html", page)
    own = said(tree(moved(root)["es/door.single.html"].decode()))
    assert "https://harbor.town/guide/es/door.html" in own
    assert "Dirección de ejemplo" not in own


# --- the whole guide -------------------------------------------------------------------------------------------------


def test_the_guide_has_the_pages_that_say_something_by_themselves(made: Built) -> None:
    assert [section.get("id") for section in made.tree("es/guide.single.html").iter("section")] == ["door", "show", "order"]


def test_links_between_its_pages_lead_inside_it(made: Built) -> None:
    for tag in TAGS:
        page = made.text(f"{tag}/guide.single.html")
        known = ids(tree(page))
        assert len(known) == len(set(known))
        inside = [href.removeprefix("#") for href in hrefs(page) if href.startswith("#")]
        assert {"show--say", "door--rights", "door--source-gazette", "order--source-minutes"} <= set(inside)
        assert set(inside) <= set(known)


def test_the_guide_s_version_changes_with_any_of_its_pages(root: Path) -> None:
    def version() -> str:
        found = re.search(r"<p>([0-9a-f]{8}) (\S+)</p>", built(root).text("en/guide.single.html"))
        assert found is not None
        assert found[2] == "https://harbor.example/guide/en/index.html"
        return found[1]

    before = version()
    swap(root / "content/order.md", "The rule says little.", "The rule says more.")
    assert version() != before


# --- as text ---------------------------------------------------------------------------------------------------------


def test_a_page_as_text_ends_with_its_states_and_its_colophon(made: Built) -> None:
    lines = made.text("es/door.txt").splitlines()
    assert lines[0] == "Alguien llama a la puerta"
    assert "Llame a Harbor Desk: 555-867-5301" in lines
    assert "Noche | número sin confirmar" in lines
    end = lines[-6:]
    assert end[:2] == ["Ningún abogado lo ha revisado.", "Borrador sin revisar por una persona"]
    assert re.fullmatch("Lámpara del puerto · [0-9a-f]{8}", end[2])
    assert end[3:] == [
        "Fuentes vistas el 2 de abril de 2026",
        "Dirección de ejemplo",
        "https://harbor.example/guide/es/door.html",
    ]


def test_text_in_the_source_language_is_no_draft_and_a_checked_page_says_so(made: Built) -> None:
    assert "Draft translation" not in made.text("en/door.txt")
    order = made.text("en/order.txt")
    assert "No lawyer has checked this yet." not in order
    assert "Sources checked on May 1, 2026" in order


def test_a_phrase_that_falls_back_speaks_one_language(made: Built) -> None:
    assert "Sources last seen on April 2, 2026" in made.text("ar/door.txt")


def test_an_unconfirmed_number_is_in_no_form(made: Built) -> None:
    everything = b"\n".join(made.files.values())
    assert b"5302" not in everything
    assert b"5301" in everything


def phrases_of_forms() -> set[str]:
    """The phrases that forms.py speaks, as written there."""
    source = Path(formats.__file__).read_text("utf-8")
    return set(re.findall(r'\bt\("([^"]+)"', source))


def test_every_phrase_of_a_form_is_one_that_translators_see() -> None:
    """The same words as in a template, or as the engine's own: otherwise no catalog ever holds them."""
    found, _ = read_site(HOME)
    assert found is not None
    known = {(phrase.text, phrase.context) for phrase in (*found.theme.phrases, *contacts.PHRASES)}
    assert phrases_of_forms()
    assert {(text, None) for text in phrases_of_forms()} <= known


# --- as a code -------------------------------------------------------------------------------------------------------


def scanned(svg: str) -> str:
    """What a reader finds in a code."""
    whole = ElementTree.fromstring(svg)
    width = int(float(whole.get("width", "")) / 8)
    image = Image.new("L", (width, width), 255)
    dark = whole.findall("{http://www.w3.org/2000/svg}path")[1].get("d", "")
    for column, row in re.findall(r"M(\d+) (\d+)h", dark):
        image.putpixel((int(column), int(row)), 0)
    (found,) = zxingcpp.read_barcodes(image.resize((width * 4, width * 4), Image.Resampling.NEAREST))
    return str(found.text)


def test_a_code_leads_to_the_page_in_its_language_and_says_so_in_print(made: Built, root: Path) -> None:
    files = moved(root)
    for tag in TAGS:
        for slug in ("door", "help"):
            own = made.text(f"{tag}/{slug}.qr.svg")
            assert scanned(own) == f"https://harbor.example/guide/{tag}/{slug}.html"
            assert f">https://harbor.example/guide/{tag}/{slug}.html</text>" in own
            assert scanned(files[f"{tag}/{slug}.qr.svg"].decode()) == f"https://harbor.town/guide/{tag}/{slug}.html"


def test_a_code_says_page_version_and_day(made: Built) -> None:
    svg = ElementTree.fromstring(made.text("es/door.qr.svg"))
    texts = [text.text or "" for text in svg.iter("{http://www.w3.org/2000/svg}text")]
    assert texts[0] == "Alguien llama a la puerta"
    assert re.fullmatch("Lámpara del puerto · [0-9a-f]{8}", texts[1])
    assert texts[2:4] == ["Fuentes vistas el 2 de abril de 2026", "Dirección de ejemplo"]


def test_all_forms_of_a_page_carry_the_same_version(made: Built) -> None:
    found = [re.findall(r"\b[0-9a-f]{8}\b", made.text(f"es/door{form}")) for form in (".single.html", ".txt", ".qr.svg")]
    assert len({versions[-1] for versions in found}) == 1


# --- what a language, and a site, has one of -------------------------------------------------------------------------


def test_the_search_has_every_page_once(made: Built) -> None:
    for tag in TAGS:
        text = made.text(f"{tag}/search-data.js").removeprefix("lanternPages(").removesuffix(");\n")
        pages = [entry[0] for entry in json.loads(text)]
        assert sorted(f"{tag}/{name}" for name in pages) == sorted(path for path in made.pages if path.startswith(f"{tag}/"))


def test_a_feed_needs_an_address_of_its_own(made: Built, root: Path) -> None:
    assert not [path for path in made.files if path.endswith("feed.xml")]
    files = moved(root)
    for tag in TAGS:
        feed = ElementTree.fromstring(files[f"{tag}/feed.xml"])
        leads = [link.get("href", "") for link in feed.iter("{http://www.w3.org/2005/Atom}link")]
        assert {lead.removeprefix("https://harbor.town/guide/") for lead in leads} <= set(files)
        assert '<link rel="alternate" type="application/atom+xml" href="feed.xml">' in files[f"{tag}/door.html"].decode()


def test_the_card_is_in_the_source_language_alone(made: Built) -> None:
    page = made.tree("card.html")
    assert (page.get("lang"), page.get("dir")) == ("en", "ltr")
    assert [said(p) for p in page.iter("p")] == ["I want to stay silent.", "I want a lawyer & a judge."]
    assert made.files["card.png"].startswith(b"\x89PNG")
    assert {path for path in made.files if path.startswith("card")} == {"card.html", "card.png"}


def test_without_a_page_of_words_there_is_no_card(root: Path) -> None:
    swap(root / "content/show.md", 'template = "show"', 'template = "page"')
    assert "card.png" not in built(root).files


def test_words_that_do_not_fit_on_the_picture_are_told(root: Path) -> None:
    long = "".join(f"- {'word ' * 60}{{: .say }}\n" for _ in range(20))
    swap(root / "content/show.md", "- I want to stay silent. {: .say}\n", long)
    found, _ = read_site(root)
    assert found is not None
    whole = pipeline.build(found)
    files, (problem,) = whole.files, whole.problems
    assert (problem.path, problem.level, problem.rule) == ("content/show.md", "error", "picture")
    assert "card.png" not in {file.path for file in files}


def test_forms_are_made_again_only_where_something_changed(root: Path) -> None:
    memo = BuildMemo()

    def written() -> list[str]:
        found, _ = read_site(root)
        assert found is not None
        whole = pipeline.build(found, memo=memo)
        files, problems = whole.files, whole.problems
        assert problems == ()
        assert {file.path: file.data for file in files} == dict(built(root).files)
        return sorted(memo.written)

    assert len(written()) == 3 * 10
    assert written() == []
    swap(root / "locales/es/LC_MESSAGES/messages.po", "Pregunte quién es.", "Pregunte quién está.")
    assert written() == ["es/door.html"]
    swap(root / "content/show.md", "- This is only for you.", "- This is only for them.")
    # One part less is translated, which the table of translations tells.
    assert written() == sorted(f"{tag}/{slug}.html" for tag in TAGS for slug in ("show", "translations"))


# --- the real site ---------------------------------------------------------------------------------------------------


def real_files(end: str) -> Iterator[str]:
    assert real().tags
    return (path for path in real().files if path.endswith(end))


@pytest.mark.slow
@pytest.mark.parametrize("tag", ["en", "ar", "zh-Hans"])
def test_the_real_forms_are_valid_html_with_one_language_each(tag: str) -> None:
    for path in real().forms:
        if path.startswith(f"{tag}/"):
            assert faults(real().text(path)) == [], path
            assert real().tree(path).get("lang") == tag, path


@pytest.mark.slow
def test_no_real_file_that_is_sent_needs_another() -> None:
    for path in real_files(".single.html"):
        page = tree(real().text(path))
        for element in page.iter():
            assert element.tag not in {"script", "iframe", "form", "object"}, path
            # Its icon is empty: without one a browser would ask the server for a favicon.
            assert element.tag != "link" or element.get("href") == "data:," or element.get("rel") == "canonical", path
            for name in ("src", "srcset", "href"):
                value = element.get(name, "")
                assert not value or value.startswith(("#", "https://", "http://", "tel:", "mailto:", "data:")), (
                    path,
                    name,
                    value,
                )


@pytest.mark.slow
def test_every_link_inside_a_real_file_leads_somewhere() -> None:
    for path in real_files(".single.html"):
        page = tree(real().text(path))
        known = ids(page)
        assert len(known) == len(set(known)), path
        inside = {a.get("href", "").removeprefix("#") for a in page.iter("a") if a.get("href", "").startswith("#")}
        assert inside <= set(known), (path, inside - set(known))


@pytest.mark.slow
def test_a_real_text_is_short_enough_to_send_and_has_no_markup_left() -> None:
    for path in real_files(".txt"):
        text = real().text(path)
        assert len(text) < 12_000, path
        assert not re.search(r"\{[a-z_]+[.}]|\[\^|</|\*\*", text), path
        assert text.splitlines()[-1].startswith("https://"), path


@pytest.mark.slow
def test_every_real_text_says_its_charset_and_keeps_numbers_in_order() -> None:
    for path in real_files(".txt"):
        assert real().files[path].startswith(codecs.BOM_UTF8), path
        assert path.startswith("ar/") or "\u200f" not in real().text(path), path
    lines = [line for line in real().text("ar/at-home.txt").splitlines() if "617-370-5023" in line]
    assert lines
    assert all("\u200f\u200e617-370-5023\u200e\u200f" in line for line in lines)


@pytest.mark.slow
def test_every_real_code_reads() -> None:
    for path in real_files(".qr.svg"):
        if path.startswith(("en/", "zh-Hans/")):
            assert scanned(real().text(path)).endswith(path.replace(".qr.svg", ".html")), path


@pytest.mark.slow
def test_the_real_card_tells_nothing_of_the_reader() -> None:
    page = real().tree("card.html")
    assert {lang for _, lang, _ in walk(page)} == {"en"}
    assert not list(page.iter("nav"))
    assert "".join(next(page.iter("body")).itertext()).isascii()
    assert next(a.get("href") for a in page.iter("a")) == "card.png"
    leads = {a.get("href", "") for a in page.iter("a")}
    assert not [href for href in leads if "/" in href.removeprefix("../")], leads
