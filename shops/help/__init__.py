"""
Plain help for shopkeepers: short articles beside each page of the backoffice.

An article is `articles/<language>/<key>.md`, the same key in four languages:

    words: other words people may look for, in this language
    # Its title
    One sentence: what it is for.

    Steps, short.

`[[Mark as ready]]` is a word of the interface by its msgid ("orders|Ready" where it has a context): it is shown in the reader's language,
so an article never names a button that is called otherwise; a test looks each one up. `[the words](help:order)` leads to another article.
`table.py` says which article belongs to which page; a new page wants a line there, and a test says so.
"""
