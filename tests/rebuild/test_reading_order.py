"""What pages store for other pages does not depend on who has read them, or in which order."""

from __future__ import annotations

import pytest

INDEX = "# Home\n\n```{toctree}\none\ntwo\nthree\n```\n\n```{todolist}\n```\n"
PAGE = "# {name}\n\n![picture]({name}/same.svg)\n\n```{{todo}}\nMend {name}, {product}\n```\n"
SHARED, OWN = "all", "{@= product =@}"


@pytest.fixture
def site(project):
    conf = (project.folder / "conf.py").read_text("utf-8")
    project.write(
        {
            "conf.py": conf.replace('"variantdocs"]', '"variantdocs", "sphinx.ext.todo"]')
            + "todo_include_todos = True\ntodo_link_only = True\n",
            **{f"source/{name}/same.svg": f"<svg><!-- {name} --></svg>" for name in ("one", "two", "three")},
        }
    )
    project.pages(
        {
            "index.md": INDEX,
            "one.md": PAGE.format(name="one", product=SHARED),
            "three.md": PAGE.format(name="three", product=OWN),
            "two.md": PAGE.format(name="two", product=SHARED),
            "other.md": "---\norphan: true\n---\n# Other\n",
        }
    )
    return project


def pictures(built, variant="byoc"):
    found = {}
    for name in ("one", "two", "three"):
        source = built.page(variant, name).select_one(".body img")["src"]
        found[name] = source, built.files(variant)[source].decode()
    return found


def test_images_with_the_same_name_are_numbered_by_page(site):
    assert pictures(site.build()) == {
        "one": ("_images/same.svg", "<svg><!-- one --></svg>"),
        "three": ("_images/same1.svg", "<svg><!-- three --></svg>"),
        "two": ("_images/same2.svg", "<svg><!-- two --></svg>"),
    }


def test_to_do_lists_are_in_the_order_of_the_pages(site):
    built = site.build()
    done = [part.strip() for part in built.text("byoc", "index").split("Mend ")[1:]]
    assert [part.split(",")[0] for part in done] == ["one", "three", "two"]


@pytest.mark.parametrize("edited", ["one", "two", "three"])
def test_an_edit_changes_neither_numbers_nor_lists(site, edited):
    first = site.build()
    site.pages({f"{edited}.md": (site.folder / f"source/{edited}.md").read_text("utf-8") + "\nMore.\n"})
    built = site.build()
    assert pictures(built) == pictures(first)
    assert built.text("byoc", "index") == first.text("byoc", "index")
