"""Take the picture in the README: one page of both editions, side by side, from the built site.

``make html setup`` first, then ``.venv/bin/python -m docs.two_editions``. It needs Chromium.
"""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import sync_playwright
from tests.web import installed_chromium

SITE = Path(__file__).parents[1] / "build/html"
PAGE = "development-cycle/remote-dependencies-with-image-spec.html"
PICTURE = Path(__file__).with_name("two-editions.png")
WINDOW = (1240, 1000)
SCALE = 0.6
GAP = 6


def main() -> None:
    """Write the picture, at the size at which it is shown."""
    width, height = (round(SCALE * length) for length in WINDOW)
    style = (
        f"body {{margin: 0; display: flex; gap: {GAP}px; background: #94a3b8}}"
        f"div {{width: {width}px; height: {height}px; overflow: hidden}}"
        f"iframe {{width: {WINDOW[0]}px; height: {WINDOW[1]}px; border: 0;"
        f" transform: scale({SCALE}); transform-origin: 0 0}}"
    )
    frames = "".join(
        f'<div><iframe src="{(SITE / edition / PAGE).as_uri()}"></iframe></div>'
        for edition in ("serverless", "byoc")
    )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=installed_chromium(), args=["--no-sandbox"])
        page = browser.new_page(
            viewport={"width": 2 * width + GAP, "height": height},
            color_scheme="light",
            reduced_motion="reduce",
        )
        page.goto((SITE / "404.html").as_uri())
        page.set_content(f"<style>{style}</style>{frames}", wait_until="networkidle")
        page.screenshot(path=PICTURE)
        browser.close()


if __name__ == "__main__":
    main()
