"""The finished pages in a browser: nothing asked of any address, no errors, and readable by everybody."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import axe_playwright_python
import pytest
from playwright.sync_api import Browser, Page, sync_playwright

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
REQUIRED = bool(os.environ.get("CI") or os.environ.get("ANALYSIS_REQUIRE_BROWSER"))
AXE = Path(axe_playwright_python.__file__).parent / "axe.min.js"
PAGES = [
    "public/index.html",
    "public/reports/study_report.nb.html",
    "public/reports/study_report.en.html",
    "restricted/reports/study_report_restricted.nb.html",
    "restricted/reports/study_report_restricted.en.html",
]
# The same template in the other language gives axe nothing new to look at, and it takes its time.
EXAMINED = [PAGES[0], PAGES[1], PAGES[4]]
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE localhost",
]
pytestmark = [
    pytest.mark.xdist_group("reference"),
    pytest.mark.skipif(
        CHROMIUM is None and not REQUIRED,
        reason="no Chromium on this machine (Debian: apt install chromium); with CI set this is a failure",
    ),
]


@dataclass(frozen=True)
class Visit:
    """What a page asked for beside itself, what it complained of, and how it came out."""

    asked: list[str]
    complaints: list[str]
    widths: dict[int, int]
    images: list[int]
    links: list[str]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    assert CHROMIUM, "the browser tests are required here, and there is no Chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def visits(browser: Browser, reference_run: Path) -> dict[str, Visit]:
    return {name: visit(browser, reference_run / "results" / name) for name in PAGES}


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    page = browser.new_page()
    yield page
    page.close()


def visit(browser: Browser, path: Path) -> Visit:
    asked: list[str] = []
    complaints: list[str] = []
    page = browser.new_page()
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(path.as_uri(), wait_until="load")
    widths = {}
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        widths[width] = page.evaluate("document.documentElement.scrollWidth")
    images = page.evaluate("[...document.images].map(image => image.complete ? image.naturalWidth : 0)")
    links = page.evaluate("[...document.links].map(link => link.getAttribute('href'))")
    page.close()
    others = [url for url in asked if url != path.as_uri() and not url.startswith("data:")]
    return Visit(others, complaints, widths, images, links)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_asks_for_nothing_and_complains_of_nothing(visits: dict[str, Visit], name: str) -> None:
    assert visits[name].asked == []
    assert visits[name].complaints == []


@pytest.mark.parametrize("name", PAGES)
def test_a_page_fits_a_telephone_and_a_desk(visits: dict[str, Visit], name: str) -> None:
    assert {width: needed for width, needed in visits[name].widths.items() if needed > width} == {}


@pytest.mark.parametrize("name", PAGES[1:])
def test_every_figure_is_drawn(visits: dict[str, Visit], name: str) -> None:
    assert len(visits[name].images) >= 5
    assert all(visits[name].images)


def test_every_link_of_the_front_page_leads_to_a_file(visits: dict[str, Visit], reference_run: Path) -> None:
    folder = reference_run / "results" / "public"
    files = {target for target in visits[PAGES[0]].links if not target.startswith("#")}
    assert len(files) > 20
    assert sorted(target for target in files if not (folder / target).is_file()) == []


@pytest.mark.parametrize("name", EXAMINED)
def test_axe_finds_nothing_to_object_to(page: Page, reference_run: Path, name: str) -> None:
    page.goto((reference_run / "results" / name).as_uri(), wait_until="load")
    page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate("axe.run({resultTypes: ['violations']})")
    assert len(found["passes"]) > 15, "axe did not look at the page"
    assert [(one["id"], one["nodes"][0]["html"][:200]) for one in found["violations"]] == []


def test_the_first_key_press_leads_past_the_contents(page: Page, reference_run: Path) -> None:
    page.goto((reference_run / "results" / PAGES[1]).as_uri(), wait_until="load")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.tagName") == "MAIN"
