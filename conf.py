"""Sphinx's settings for the site of this repository; each variant's own are in variants.yaml."""

project = "Acme"
author = "Acme"
copyright = "2026, Acme"

extensions = ["myst_parser", "sphinx_design", "sphinx_copybutton", "variantdocs"]
exclude_patterns = ["_includes"]
myst_enable_extensions = ["colon_fence", "deflist", "attrs_inline"]
myst_heading_anchors = 3

html_theme = "pydata_sphinx_theme"
html_static_path = ["source/_static"]
html_css_files = ["site.css"]
html_logo = "source/_static/logo.svg"
html_favicon = "source/_static/logo.svg"
html_show_sphinx = False
html_last_updated_fmt = "%Y-%m-%d"
variants_edit_url = "https://github.com/acme-docs/docs/edit/main/source/{path}"
html_theme_options = {
    "logo": {"text": "Acme docs"},
    "navigation_with_keys": False,
    "header_links_before_dropdown": 3,
    "navbar_align": "left",
    "navbar_persistent": ["search-button"],
    "primary_sidebar_end": [],
    "show_nav_level": 2,
    "secondary_sidebar_items": ["page-toc", "edit-this-page"],
    "footer_start": ["copyright", "last-updated"],
    "footer_end": [],
}
# Pages without pages below them have nothing to show there.
html_sidebars = {"index": [], "quick-start": [], "usage-limits": []}
copybutton_exclude = ".linenos, .gp"

# The examples lie in this repository, so that the site builds without a network.
rli_local = {
    "https://raw.githubusercontent.com/acme-docs/templates/main/": "examples",
}
