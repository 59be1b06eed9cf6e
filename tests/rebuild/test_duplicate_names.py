"""A name that two pages define is reported for the right page in each variant, until it is fixed."""

from __future__ import annotations

import pytest

INDEX = "# Home\n\n```{{toctree}}\nmid\n{own}\nuser\nother\n```\n"
MID = "(x)=\n# Mid\n\nText.\n"
OWN = "---\nvariants: byoc\n---\n(x)=\n# Own\n"
USER = "# User\n\n{ref}`x`\n"
OTHER = "# Other {@= product =@}\n"


def pages(own):
    return {
        "index.md": INDEX.format(own=own),
        "mid.md": MID,
        f"{own}.md": OWN,
        "user.md": USER,
        "other.md": OTHER,
    }


@pytest.mark.parametrize(
    ("own", "message", "linked"),
    [
        # Sphinx keeps the place that it reads last, in the order of the names of the pages.
        ("a", "source/mid.md:2: WARNING: duplicate label x, other instance in source/a.md [byoc]", "Mid"),
        ("z", "source/z.md:5: WARNING: duplicate label x, other instance in source/mid.md [byoc]", "Own"),
    ],
)
def test_a_duplicate_name_in_a_page_of_one_variant_is_reported_for_that_variant(
    project, own, message, linked
):
    project.pages(pages(own))
    built = project.build()
    assert built.messages == [message]
    assert built.text("byoc", "user") == f"User {linked}"
    assert built.text("serverless", "user") == "User Mid"


def test_a_duplicate_name_is_reported_until_it_is_fixed(project):
    project.pages(pages("a"))
    first = project.build()
    project.pages({"user.md": USER + "\nMore.\n"})
    assert project.build().messages == first.messages


@pytest.mark.parametrize("edited", ["mid", "a"])
def test_an_edit_of_either_page_does_not_change_the_report(project, edited):
    project.pages(pages("a"))
    first = project.build()
    project.pages({f"{edited}.md": pages("a")[f"{edited}.md"] + "\nMore.\n"})
    built = project.build()
    assert built.messages == first.messages
    assert built.text("byoc", "user") == "User Mid"


@pytest.mark.parametrize(("fixed", "linked"), [("mid", "Own"), ("a", "Mid")])
def test_when_one_page_drops_the_name_the_other_defines_it(project, fixed, linked):
    project.pages(pages("a"))
    project.build()
    project.pages({f"{fixed}.md": pages("a")[f"{fixed}.md"].replace("(x)=\n", "")})
    built = project.build()
    assert built.text("byoc", "user") == f"User {linked}"
    assert not [message for message in built.messages if "duplicate" in message]


def test_a_name_that_moves_to_another_page_is_no_duplicate(project):
    project.pages({**pages("a"), "a.md": "# A\n\nText.\n"})
    project.build()
    project.pages({"a.md": "# A\n\n(x)=\n## Here\n", "mid.md": MID.replace("(x)=\n", "")})
    built = project.build()
    assert built.messages == []
    assert built.text("byoc", "user") == "User Here"


def test_duplicate_objects_and_equations_are_reported(project):
    function = "\n```{py:function} start()\n```\n\n```{math}\n:label: energy\na\n```\n\n```{js:function} stop()\n```\n"
    project.pages(
        {**pages("a"), "mid.md": f"# Mid\n{function}", "a.md": OWN.replace("(x)=\n", "") + function}
    )
    project.pages({"user.md": "# User\n"})
    first = project.build()
    said = sorted(message.partition("WARNING: ")[2].partition(",")[0] for message in first.messages)
    assert said == [
        "duplicate function description of stop",
        "duplicate label of equation energy",
        "duplicate object description of start",
    ]
    assert all(message.startswith("source/mid.md:") and "[byoc]" in message for message in first.messages)
    project.pages({"a.md": OWN.replace("(x)=\n", "")})
    assert project.build().messages == []


def test_the_order_of_the_pages_decides_no_matter_which_process_read_them(project):
    # Each of the two is read by another variant, or here, and after the other.
    shared = {f"{name}.md": f"(x)=\n# {name}\n" for name in ("m", "n")}
    for own in ("m", "n"):
        pages = {**shared, f"{own}.md": shared[f"{own}.md"] + "{@= product =@}\n"}
        project.pages({"index.md": "# Home\n\n```{toctree}\nm\nn\nuser\nother\n```\n", **pages})
        project.pages({"user.md": USER, "other.md": "# Other\n"})
        built = project.build("-E")
        assert built.messages == [
            "source/n.md:2: WARNING: duplicate label x, other instance in source/m.md [serverless, byoc]"
        ]
        assert [built.text(name, "user") for name in ("serverless", "byoc")] == ["User n", "User n"]


def test_code_links_back_to_the_last_page_that_documents_it(project):
    conf = (project.folder / "conf.py").read_text("utf-8")
    extensions = '"variantdocs", "sphinx.ext.autodoc", "sphinx.ext.viewcode"]'
    project.write({"conf.py": conf.replace('"variantdocs"]', extensions)})
    page = "# Page\n\n{0}\n\n```{{eval-rst}}\n.. autofunction:: colorsys.rgb_to_hls\n{1}```\n"
    first = page.format("", "")
    second = page.format("{@= product =@}", "   :no-index:\n")
    index = "# Home\n\n```{toctree}\nm\nn\nother\n```\n"
    project.pages({"index.md": index, "m.md": first, "n.md": second, "other.md": "# Other\n"})

    def leads_back(built):
        code = built.page("byoc", "_modules/colorsys")
        return [link["href"] for link in code.select("a.viewcode-back")]

    last = ["../n.html#colorsys.rgb_to_hls"]
    assert leads_back(project.build()) == last
    project.pages({"m.md": first + "\nMore.\n"})
    assert leads_back(project.build()) == last
    project.pages({"n.md": "# Page\n"})
    assert leads_back(project.build()) == ["../m.html#colorsys.rgb_to_hls"]
