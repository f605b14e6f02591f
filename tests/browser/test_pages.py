"""The finished pages in a browser: nothing asked of any address, no errors, and readable by everybody."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
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
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE localhost",
]
pytestmark = pytest.mark.skipif(
    CHROMIUM is None and not REQUIRED,
    reason="no Chromium on this machine (Debian: apt install chromium); with CI set this is a failure",
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    assert CHROMIUM, "the browser tests are required here, and there is no Chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    page = browser.new_page()
    yield page
    page.close()


def open_page(page: Page, path: Path) -> tuple[list[str], list[str]]:
    """Opens a file; what it asked for beside itself, and what it complained of."""
    asked: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(path.as_uri(), wait_until="load")
    return [url for url in asked if url != path.as_uri() and not url.startswith("data:")], complaints


@pytest.mark.parametrize("name", PAGES)
def test_a_page_asks_for_nothing_and_complains_of_nothing(page: Page, reference_run: Path, name: str) -> None:
    asked, complaints = open_page(page, reference_run / "results" / name)
    assert asked == []
    assert complaints == []


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_serious(page: Page, reference_run: Path, name: str) -> None:
    open_page(page, reference_run / "results" / name)
    page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate("axe.run()")
    told = [(one["id"], one["nodes"][0]["html"][:200]) for one in found["violations"]]
    assert len(found["passes"]) > 15, "axe did not look at the page"
    assert told == []


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("width", [320, 1280])
def test_a_page_fits_its_window(page: Page, reference_run: Path, name: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    open_page(page, reference_run / "results" / name)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("name", PAGES[1:])
def test_every_figure_is_drawn(page: Page, reference_run: Path, name: str) -> None:
    open_page(page, reference_run / "results" / name)
    widths = page.evaluate("[...document.images].map(image => image.complete && image.naturalWidth)")
    assert len(widths) >= 5
    assert all(widths)


def test_the_first_key_press_leads_past_the_contents(page: Page, reference_run: Path) -> None:
    open_page(page, reference_run / "results" / PAGES[1])
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.tagName") == "MAIN"


def test_every_link_of_the_front_page_leads_to_a_file(page: Page, reference_run: Path) -> None:
    open_page(page, reference_run / "results" / PAGES[0])
    targets = page.evaluate("[...document.links].map(link => link.getAttribute('href'))")
    folder = reference_run / "results" / "public"
    files = {target for target in targets if not target.startswith("#")}
    assert len(files) > 20
    assert sorted(target for target in files if not (folder / target).is_file()) == []
