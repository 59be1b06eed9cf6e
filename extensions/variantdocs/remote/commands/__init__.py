"""The commands ``variantdocs remote lock``, ``check`` and ``vendor``.

Takes parsed arguments; prints, and gives the exit status: 0 done, 1 findings, 2 wrong usage or
configuration. Must not know how a page is built.
"""
