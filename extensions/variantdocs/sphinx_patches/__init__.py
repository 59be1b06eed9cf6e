"""Everything that replaces or reaches into private parts of Sphinx, docutils or MyST-Parser.

One file each: what it changes and why, the upstream issue or change, the versions for which it was made, and
how we notice that it can go. Nothing else in the package uses a private name of these libraries.
"""
