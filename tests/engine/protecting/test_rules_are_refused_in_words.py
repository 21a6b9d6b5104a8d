"""A rule that makes no sense, or that does not fit its column, is refused with a sentence."""

import pytest

from cauce.base.errors import Refusal
from cauce.engine.protecting.rules import Protection, check_fit, parse_protection

GOOD = [
    "year",
    "month",
    "band:5",
    "prefix:2",
    "suffix:4",
    "mask:email",
    "mask:email+cui",
    "small:5",
]


@pytest.mark.parametrize("text", GOOD)
def test_a_rule_is_written_as_it_was_read(text: str) -> None:
    assert str(parse_protection(text)) == text


def test_none_is_no_rule() -> None:
    assert parse_protection("none") is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "age",
        "year:2",
        "band",
        "band:",
        "band:1",
        "band:-5",
        "band:5.5",
        "band:٥",
        "prefix:0",
        "suffix:99",
        "small:1",
        "mask:",
        "mask:ssn",
        "mask:email,cui",
        "small:99999999999999999999",
    ],
)
def test_what_is_no_rule_is_refused(text: str) -> None:
    with pytest.raises(Refusal) as refused:
        parse_protection(text)
    assert refused.value.code == "protect.value"
    assert str(refused.value).endswith(".")


@pytest.mark.parametrize(
    ("text", "type_"),
    [
        ("year", "text"),
        ("month", "integer"),
        ("band:5", "text"),
        ("small:5", "number"),
        ("mask:email", "integer"),
        ("prefix:2", "date"),
    ],
)
def test_a_rule_that_does_not_fit_names_the_column(text: str, type_: str) -> None:
    rule = parse_protection(text)
    assert rule is not None
    with pytest.raises(Refusal, match="«Edad»"):
        check_fit(rule, type_, "Edad")


@pytest.mark.parametrize("text", GOOD)
def test_every_rule_says_what_it_does(text: str) -> None:
    rule = parse_protection(text)
    assert rule is not None
    assert rule.told().startswith("se publica ")
    assert "{" not in rule.told()


def test_masks_are_followed_in_one_order() -> None:
    assert parse_protection("mask:dni+email") == Protection("mask", masks=("email", "dni"))
