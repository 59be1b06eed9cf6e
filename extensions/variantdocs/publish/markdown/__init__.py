"""The pages as text for programs: a Markdown file beside each page, ``llms.txt`` and ``llms-full.txt``.

Takes the finished pages of a variant; gives files beside them. Must not know the source, which holds the text
of every variant.
"""
