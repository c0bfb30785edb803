"""Lantern: Markdown pages, through gettext catalogs and templates, to a static site and printed sheets in many languages.

The engineer's door. The house, each wing with its modules and the libraries it owns; its own first lines say what comes in, what
goes out and what it never does:

    problem.py    one fault: where, what, what to do       message.py    one translatable text, and how it stands
    routes.py     page × language → path, address, link

    document/     Markdown → tree → HTML, plain text, data                                (markdown)
                  markdown inline dialects characters html plaintext bilingual nodes
    files/        bytes and disk: publish, cache, PDFs, pictures, processes               (pikepdf, segno, Pillow)
                  publish names cache workers systems static svg archive qr picture pdf
    content/      content/ → pages, records, settings; what falls due                     (tomllib)
                  toml settings kinds pages records checks due lawyer
    locales/      locales/ → languages and their catalogs                                 (babel)
                  po merge reviews trivial languages catalogs pseudo
    rules/        what a translation may say (refuse), what is often a slip (advise)
                  refuse advise glossary numbers punctuation scripts
    editions/     page × language → Edition
                  translator edition collection contacts progress advice
    templates/    templates/ → web theme, print templates, what is printed     (jinja2, markupsafe, tinycss2, typst)
                  jinja css physical selectors typst products
    exchange/     catalogs that come from outside, and the reply
                  take other_tools spelling reply
    site.py       everything that was read, as one value
    web/          Editions → pages and their other formats
                  context phrases pages formats addresses search feed directory recordings
    paper/        Editions → sheets, and the list of them for the pages
                  sheets manuscript typeset imprint downloads printing
    pipeline.py   a language's Editions → its sheets → its pages; languages → files
    translators/  extract, review, count, what a change costs
                  places parts review status impact
    preview/      live preview and the translator's workbench                             (livereload, tornado)
                  builder watch server workbench editor
    cli/          the words after `python build.py`
                  main arguments report translators call_sheet

How a page comes to its readers:

    content/, locales/, templates/, static/
      │ content/pages.py · locales/catalogs.py · templates/jinja.py · files/static.py
      ▼
    Site (site.py)                   every fault a Problem, all in one run
      │ editions/collection.py: each block of a page through document/markdown.py, each text through editions/translator.py
      ▼
    Editions of a language           each text is chosen: a translation that rules/refuse.py lets pass, or the source
      │ paper/printing.py            first, because pages tell which sheets there are
      ▼
    sheets, and the list of them
      │ web/pages.py                 templates/jinja.py writes, templates/css.py cuts the style sheet to what the page wears
      ▼
    pages and their other formats
      │ files/publish.py             old or new, never half
      ▼
    public/

Who may import whom (a wing imports only wings to its left; wings side by side do not know each other):

    problem | message | routes ← document | files ← content ← locales | rules ← editions | templates | exchange ← site
    ← web | paper ← pipeline ← translators | preview ← cli

What to read, in half an hour:

    1. pipeline.py                     `build` and `_make`: the whole on one screen
    2. problem.py, message.py          the two values that every wing knows
    3. site.py                         what is read, and by whom
    4. document/markdown.py            `render`: the one seam through which every translatable block passes
    5. editions/translator.py, editions/edition.py     how a message finds its words; what an Edition holds
    6. rules/refuse.py                 `RULES`, at its end, and any one rule: why a translation is not shown
    7. web/pages.py, web/context.py    what a template is given (templates/README.md is its other side)
    8. paper/printing.py, paper/sheets.py              the same Editions on paper
    9. locales/merge.py                `merge`: how catalogs follow the source and lose nobody's work
    10. cli/main.py                    `_build`: where all of it meets disk and terminal
    11. tests/engine/test_laws.py, tests/engine/test_shape.py     what always holds, of sites and of this house

Why it is built so: docs/decisions/0003. Where to change what: CONTRIBUTING.md.
"""

__version__ = "0.1.0"
