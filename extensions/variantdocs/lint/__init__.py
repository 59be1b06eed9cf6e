"""Find mistakes in the source alone, without building it.

Takes a project's source files; gives findings, each with its place and, where that is safe, the edits that
fix it. Must not know Sphinx's application, doctrees or any output.
"""
