"""Read a project's source without building it: its pages, their blocks, and what each variant sees.

Takes folders; gives values that ``lint``, ``explain`` and the commands that rewrite sources share.
Must not know Sphinx's application, doctrees or any output.
"""
