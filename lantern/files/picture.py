"""Sentences for an officer → a picture a phone can keep; what a picture tells of its maker. Pillow is owned here.

In:    short English sentences; the bytes of a picture.
Out:   a PNG of 1080 × 1920 pixels, black on white, the same bytes for the same sentences; what a picture tells, in words.
Never: draws another language: the officer's side tells nothing of where the reader is from; and Pillow's own letters,
       the only ones used, hold Latin script alone.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from functools import lru_cache

from PIL import ExifTags, Image, ImageDraw, ImageFont, PngImagePlugin

WIDTH, HEIGHT = 1080, 1920
_MARGIN = 72
_SIZES = range(92, 30, -2)
"""Letter heights to try, in pixels, largest first."""


@lru_cache(maxsize=2)
def png(sentences: tuple[str, ...]) -> bytes | None:
    """The sentences, numbered, as large as they fit; None where they do not, even in the smallest letters. Memoised."""
    laid_out = _laid_out(sentences)
    if laid_out is None:
        return None
    lines, size = laid_out
    image = Image.new("L", (WIDTH, HEIGHT), 255)
    draw = ImageDraw.Draw(image)
    font = ImageFont.load_default(size)
    top = float(_MARGIN)
    for sentence in lines:
        for line in sentence:
            draw.text((_MARGIN, top), line, font=font, fill=0)
            top += size * 1.3
        top += size * 0.7
    out = io.BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()


def small(png: bytes) -> bytes:
    """A picture of a sheet in eight greys: a quarter of the bytes."""
    with Image.open(io.BytesIO(png)) as held:
        flat = Image.new("L", held.size, 255)
        flat.paste(held.convert("L"), mask=held.getchannel("A") if "A" in held.getbands() else None)
    out = io.BytesIO()
    flat.quantize(8).save(out, "PNG")
    return out.getvalue()


_TELLS = {
    **dict.fromkeys(("Artist", "Copyright", "XPAuthor", "CameraOwnerName", "HostComputer", "OwnerName"), "an author"),
    **dict.fromkeys(("Make", "Model", "LensMake", "LensModel", "BodySerialNumber", "LensSerialNumber", "MakerNote"), "a camera"),
    **dict.fromkeys(("Software", "ProcessingSoftware"), "a program"),
    **dict.fromkeys(("DateTime", "DateTimeOriginal", "DateTimeDigitized"), "a time"),
    **dict.fromkeys(("ImageDescription", "UserComment", "XPComment", "XPTitle", "XPKeywords", "XPSubject"), "a note"),
}
_HELD = {"comment": "a note", "xmp": "XMP data", "XML:com.adobe.xmp": "XMP data", "photoshop": "data of a program"}
"""What Pillow finds beside the picture itself."""


def tells(data: bytes) -> tuple[str, ...]:
    """What a picture tells besides itself ("a place", "an author"), sorted; nothing for a file that is no picture."""
    try:
        with Image.open(io.BytesIO(data)) as image:
            noted: set[str] = set()
            if isinstance(image, PngImagePlugin.PngImageFile):
                image.load()  # words may stand behind the picture
                noted = {f"a note ({key})" for key in image.text if key not in _HELD}
            found = noted | {word for key, word in _HELD.items() if image.info.get(key)} | set(_in_exif(image.getexif()))
            return tuple(sorted(found))
    except (OSError, ValueError, SyntaxError, ArithmeticError, Image.DecompressionBombError):
        return ()


def _in_exif(exif: Image.Exif) -> Iterator[str]:
    if exif.get_ifd(ExifTags.IFD.GPSInfo):
        yield "a place"
    for part in (exif, exif.get_ifd(ExifTags.IFD.Exif)):
        names = (ExifTags.TAGS.get(tag, "") for tag, value in part.items() if value)
        yield from (_TELLS[name] for name in names if name in _TELLS)


def _laid_out(sentences: Sequence[str]) -> tuple[list[list[str]], int] | None:
    """Lines a sentence, and the largest letter height at which all of them stand inside the picture."""
    for size in _SIZES:
        font = ImageFont.load_default(size)
        lines = [list(_wrapped(f"{number}. {sentence}", font)) for number, sentence in enumerate(sentences, 1)]
        if sum((len(sentence) * 1.3 + 0.7) * size for sentence in lines) <= HEIGHT - 2 * _MARGIN:
            return lines, size
    return None


def _wrapped(text: str, font: ImageFont.FreeTypeFont | ImageFont.ImageFont) -> Iterator[str]:
    """The text in lines that stand between the margins; a word longer than a line is broken."""
    line = ""
    for word in text.split():
        for piece in _broken(word, font):
            longer = f"{line} {piece}".strip()
            if line and font.getlength(longer) > WIDTH - 2 * _MARGIN:
                yield line
                line = piece
            else:
                line = longer
    yield line


def _broken(word: str, font: ImageFont.FreeTypeFont | ImageFont.ImageFont) -> Iterator[str]:
    while font.getlength(word) > WIDTH - 2 * _MARGIN:
        most = next(count for count in range(len(word) - 1, 0, -1) if font.getlength(word[:count]) <= WIDTH - 2 * _MARGIN)
        yield word[:most]
        word = word[most:]
    yield word
