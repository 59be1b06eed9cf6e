"""The leak gate: text and files of other variants in a variant's output, found without any rules.

Takes the project's source, the indexes of its variants and an output folder; gives leaks, each with the
source line that it comes from. Must not know Sphinx's application or doctrees.

What only other variants show is cut into fragments: words, short lines, and phrases of four words. A fragment
that the variant shows anywhere itself is none. What is left is searched for in the text of every output file.
"""
