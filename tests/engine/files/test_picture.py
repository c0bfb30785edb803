"""The officer's view as a picture: what a phone keeps, whole, black on white, the same bytes every time."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from lantern.content import pages
from lantern.editions import contacts, edition
from lantern.files import picture
from lantern.site import read_site
from tests.making import real_root

FIVE = [
    "I choose to stay silent.",
    "I want a lawyer.",
    "I do not consent to entry: please show a warrant from a court at the window.",
    "I do not consent to a search.",
    "Am I free to leave?",
]
SETS = [FIVE, FIVE[:1], [], FIVE * 2, ["word " * 60], ["https://lantern.example/" + "a" * 60], ["W" * 40, "i" * 90]]


def image(sentences: list[str]) -> Image.Image:
    made = picture.png(tuple(sentences))
    assert made is not None
    return Image.open(io.BytesIO(made))


def laid_out(sentences: list[str]) -> tuple[list[list[str]], int]:
    """The lines of each sentence and the height of the letters."""
    made = picture._laid_out(sentences)
    assert made is not None
    return made


def ink(found: Image.Image) -> tuple[int, int, int, int] | None:
    """Where anything but white stands: left, top, right, bottom."""
    return found.point(lambda value: 255 - value).getbbox()


def real_sentences() -> list[str]:
    """What Lantern's own page has an officer read."""
    made, _ = read_site(real_root())
    assert made is not None
    page = next(page for page in made.content.pages if page.template == "show")
    facts = contacts.make_facts(made.translators[0], made.content, calling_code="1")
    one = edition.make_edition(page, made.translators[0], made.content, facts=facts)
    return [text for text, _ in edition.sentences(one, one)]


@pytest.mark.parametrize("sentences", SETS, ids=lambda said: " ".join(said)[:32] or "none")
def test_it_is_of_a_phone_s_size_and_every_sentence_fits_inside_the_margins(sentences: list[str]) -> None:
    found = image(sentences)
    assert (found.format, found.size) == ("PNG", (1080, 1920))
    box = ink(found)
    if not sentences:
        assert box is None
        return
    assert box is not None
    left, top, right, bottom = box
    assert left >= 64
    assert top >= 64
    assert right <= 1080 - 64
    assert bottom <= 1920 - 64


def test_it_is_black_on_white() -> None:
    found = image(FIVE)
    assert found.mode == "L"
    counts = found.histogram()
    assert counts[255] > 0.8 * 1080 * 1920
    assert counts[0] > 10_000
    assert sum(counts[64:192]) < 0.02 * 1080 * 1920  # the edges of letters, no ground of grey


def test_the_same_sentences_give_the_same_bytes() -> None:
    first = picture.png(tuple(FIVE))
    picture.png.cache_clear()
    assert picture.png(tuple(FIVE)) == first
    assert picture.png(tuple(FIVE[:4])) != first


def test_letters_are_as_large_as_they_fit() -> None:
    """Read at arm's length: at least a thirtieth of the picture's height, and never smaller for fewer words."""
    sizes = [laid_out(FIVE[:count])[1] for count in range(1, 6)]
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[-1] >= 64


def test_no_word_is_lost_and_each_sentence_has_its_number() -> None:
    lines, _ = laid_out(FIVE)
    assert [" ".join(lines) for lines in lines] == [f"{number}. {text}" for number, text in enumerate(FIVE, 1)]


def test_too_much_to_show_is_no_picture_rather_than_half_of_one() -> None:
    assert picture.png(("word " * 60,) * 20) is None


def test_the_real_sentences_are_large_and_can_be_drawn() -> None:
    said = real_sentences()
    assert len(said) == 5
    assert all(text.isascii() for text in said), "Pillow's own letters hold Latin script alone"
    assert laid_out(said)[1] >= 64
    box = ink(image(said))
    assert box is not None
    assert box[3] <= 1920 - 64


def test_the_real_page_marks_its_sentences() -> None:
    page = next(page for page in pages.read(Path(real_root()))[0].pages if page.template == "show")
    assert page.body.count(".say") == 5
