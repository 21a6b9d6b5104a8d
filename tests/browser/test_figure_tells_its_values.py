"""A figure tells its values to who points at it or walks through it with the arrows."""

import pytest

DATASET = "/datos/agua-entubada-por-municipio/"
LIVE = ".figure-live svg.drawing >> visible=true"


def asked(visitor, where):
    """The first figure of a page, asked for its values."""
    visitor.goto(where)
    button = visitor.page.get_by_role("button", name="Ver valores al señalar").first
    button.scroll_into_view_if_needed()
    button.click()
    visitor.page.wait_for_selector(LIVE, timeout=60_000)
    return visitor.page.locator("figure:has(.figure-live)").first


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_values_are_told_with_the_arrows_and_under_the_pointer(arrive, scheme):
    visitor = arrive(scheme=scheme)
    page = visitor.page
    figure = asked(visitor, DATASET)
    live = figure.locator(".figure-live")
    page.wait_for_function("document.activeElement.classList.contains('figure-live')")
    page.keyboard.press("ArrowRight")
    first = live.get_by_role("status").inner_text()
    assert first
    assert figure.locator(".figure-value").inner_text().splitlines()[0] in first
    page.keyboard.press("End")
    page.keyboard.press("Escape")
    assert figure.locator(".figure-value").is_hidden()
    mark = page.evaluate_handle(
        "() => [...document.querySelectorAll('.figure-live svg path')]"
        ".find((each) => each.__data__ && each.__data__.tooltip)"
    ).as_element()
    mark.hover(force=True)
    page.wait_for_selector(".figure-value:not([hidden])")


def test_it_wears_the_colours_of_the_page_in_the_dark(arrive):
    visitor = arrive(scheme="dark")
    asked(visitor, DATASET)
    said = "getComputedStyle(document.querySelector('.figure-live svg text')).fill"
    red, green, blue = visitor.page.evaluate(f"{said}.match(/\\d+/g).slice(0, 3).map(Number)")
    assert min(red, green, blue) > 120


def test_nothing_of_vega_is_loaded_before_it_is_asked_for(arrive):
    visitor = arrive()
    fetched = []
    visitor.page.on("request", lambda request: fetched.append(request.url))
    visitor.goto(DATASET)
    visitor.page.wait_for_selector("button[data-spec]:not([hidden])")
    assert not any("/vega/" in url or "figura.json" in url for url in fetched)


def test_without_javascript_or_room_there_is_no_button(arrive):
    for visitor in (arrive(javascript=False), arrive(width=360)):
        visitor.goto(DATASET)
        visitor.page.wait_for_load_state("load")
        assert visitor.page.locator("button[data-spec]:visible").count() == 0
