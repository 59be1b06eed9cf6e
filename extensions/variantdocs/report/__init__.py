"""What differs between variants: figures about the whole project, and two variants compared page by page.

Takes a project's source; gives values, and HTML pages or JSON made of them. Must not know Sphinx's
application, doctrees or indexes; it links to built pages if they are there.
"""
