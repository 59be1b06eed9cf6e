"""What a change does to each variant: two revisions of a project compared, without a build.

Takes folders and names of git revisions; gives the pages that are changed, added or removed in each variant.
Must not know Sphinx's application, doctrees or any output.
"""
