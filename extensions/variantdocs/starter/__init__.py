"""The files of a new project, or those that an existing Sphinx project lacks: ``variantdocs init``.

Takes a folder. Gives a :class:`~variantdocs.starter.changes.Plan`: the files to write, and what to say about
them; nothing is written before the plan is whole. Must not know how pages are expanded or built.
"""
