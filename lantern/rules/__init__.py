"""What a translation may say (refuse), what is often a slip (advise), and what both must know of languages.

In:    one message and its translation, or many of them; the glossary.
Out:   why a translation is not shown, or what to look at again; words for people, no Problems.
Never: reads catalogs or files, mends a text.
"""
