"""Colours that can be told apart from what they lie on, in light and in dark."""

from __future__ import annotations

import re

import pytest

from lessonkit.page.tokens import colour, figure_palette, token_style, tokens

GROUNDS = ("paper", "surface", "sunken")
TEXT = ("ink", "muted", "accent", "right", "wrong", "note")
GRAPHICS = ("series-1", "series-2", "series-3", "series-4", "series-5", "control", "focus")

both_schemes = pytest.mark.parametrize("scheme", ["light", "dark"])


def luminance(hex_value: str) -> float:
    """Relative luminance, as WCAG 2.2 defines it."""
    channels = [int(hex_value[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str, scheme: str) -> float:
    """Contrast ratio of two tokens, as WCAG 2.2 defines it."""
    dark, light = sorted(luminance(colour(name, scheme)) for name in (one, other))
    return (light + 0.05) / (dark + 0.05)


def test_the_formula_gives_21_for_black_on_white():
    assert (luminance("#ffffff") + 0.05) / (luminance("#000000") + 0.05) == pytest.approx(21)


@both_schemes
@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("text", TEXT)
def test_text_can_be_read(text, ground, scheme):
    assert contrast(text, ground, scheme) >= 4.5


@both_schemes
def test_text_on_accent_can_be_read(scheme):
    assert contrast("accent-ink", "accent", scheme) >= 4.5


@both_schemes
@pytest.mark.parametrize("ground", ["surface", "paper"])
@pytest.mark.parametrize("name", GRAPHICS)
def test_curves_and_controls_can_be_seen(name, ground, scheme):
    assert contrast(name, ground, scheme) >= 3


def test_every_colour_is_a_lower_case_hex_value():
    values = [value[scheme] for value in tokens()["colour"].values() for scheme in ("light", "dark")]
    assert all(re.fullmatch(r"#[0-9a-f]{6}", value) for value in values)


def test_a_light_value_names_one_token_only():
    values = [value["light"] for value in tokens()["colour"].values()]
    assert len(set(values)) == len(values) == len(figure_palette())


def test_the_palette_leads_from_a_light_value_to_its_token_and_dark_value():
    entry = figure_palette()[colour("series-1")]
    assert entry == {"token": "series-1", "dark": colour("series-1", "dark")}


@pytest.mark.parametrize(("name", "scheme"), [("series-6", "light"), ("ink", "sepia")])
def test_an_unknown_colour_is_refused_with_those_that_exist(name, scheme):
    message = rf"no colour token '{name}' \({scheme}\); choose one of: ink, muted"
    with pytest.raises(ValueError, match=message):
        colour(name, scheme)


def test_the_style_sets_every_token_and_is_dark_on_screens_alone():
    light, dark = token_style().splitlines()
    assert light.startswith(":root, :host{")
    assert dark.startswith("@media screen{")
    for name in tokens()["colour"]:
        assert f"--course-{name}:{colour(name)};" in light
        assert f"--course-{name}:{colour(name, 'dark')};" in dark
    for name in tokens()["size"]:
        assert f"--course-{name}:" in light
    for name in tokens()["font"]:
        assert f"--course-font-{name}:" in light
