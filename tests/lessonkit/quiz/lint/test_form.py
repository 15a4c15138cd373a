"""Form tells a guesser something exactly where keys differ from what stands beside them."""

from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lessonkit.quiz.lint.form import (
    CUES,
    STRATEGIES,
    Choice,
    Classifier,
    cue,
    features,
    single_choices,
    strategy,
)

TEXTS = ("It rises", "It falls, because magnesium leaves", "It may stay about where it was before")


def asked(n: int, key: int | None = None, banks: int = 2) -> list[Choice]:
    """Questions whose key is one of the texts, or any of them; options and banks in turn."""
    draw = random.Random(1)
    result = []
    for i in range(n):
        right = TEXTS[draw.randrange(3) if key is None else key]
        options = tuple(draw.sample(TEXTS, 3))
        result.append(
            Choice(f"bank-{i % banks}", f"What does it do in cell {i}?", options, options.index(right))
        )
    return result


@pytest.mark.parametrize(
    ("key", "off", "above"),
    [
        (0, {"shortest", "longest", "hedged", "reasoned"}, {"shortest"}),
        (1, {"shortest", "longest", "hedged", "reasoned"}, set()),
        (
            2,
            {"shortest", "longest", "hedged", "reasoned"},
            {"longest", "no reason, then a hedge, then short"},
        ),
        (None, set(), set()),
    ],
)
def test_a_cue_is_found_and_keys_at_random_are_not(key, off, above):
    questions = asked(300, key)
    assert {name for name in CUES if cue(name, questions).is_off} == off
    assert {name for name in STRATEGIES if strategy(name, questions).is_above} == above


def test_options_alike_are_a_guess():
    alike = Choice("b", "Where?", ("It is one", "It is two", "It is ten"), 1)
    assert (cue("shortest", [alike]).found, cue("shortest", [alike]).chance) == (1, 1)
    assert strategy("shortest", [alike]).found == pytest.approx(1 / 3)


def test_over_few_items_one_key_more_or_less_is_chance():
    assert not cue("shortest", asked(2, 0)[:1]).is_off
    assert cue("shortest", asked(4, 0)).is_off


@pytest.mark.parametrize(("key", "leaks"), [(0, True), (1, True), (2, True), (None, False)])
def test_the_classifier_learns_a_form_and_nothing_where_there_is_none(key, leaks):
    found = Classifier(asked(90, key)).accuracy()
    assert (found.share > found.limit) == leaks
    assert found.limit >= found.chance + 0.11
    assert set(found.by_bank) == {"bank-0", "bank-1"}
    if leaks:
        assert found.share == 1


def test_what_one_bank_alone_does_is_not_found_with_what_others_teach():
    questions = asked(60, 0)
    other = [Choice(each.bank, each.stem, each.options, each.options.index(TEXTS[2])) for each in questions]
    mixed = [a if a.bank == "bank-0" else b for a, b in zip(questions, other, strict=True)]
    assert Classifier(mixed).accuracy().share == 0


options = st.lists(
    st.lists(
        st.sampled_from(["may", "because", "magnesium", "calcium,", "never", "5", "it", "rises"]),
        min_size=1,
        max_size=8,
    ).map(" ".join),
    min_size=2,
    max_size=5,
    unique=True,
)


@given(st.lists(options, min_size=2, max_size=6), st.randoms())
def test_the_order_of_options_changes_nothing(texts, draw):
    questions, turned = [], []
    for i, each in enumerate(texts):
        key = draw.randrange(len(each))
        order = draw.sample(range(len(each)), len(each))
        questions.append(Choice(f"b{i % 2}", "What rises?", tuple(each), key))
        turned.append(Choice(f"b{i % 2}", "What rises?", tuple(each[k] for k in order), order.index(key)))
        assert np.allclose(features(questions[-1])[order], features(turned[-1]))
    for name in CUES:
        assert cue(name, questions).found == cue(name, turned).found
    for name in STRATEGIES:
        assert strategy(name, questions).found == pytest.approx(strategy(name, turned).found)


def test_the_classifier_does_not_see_the_order_of_options():
    questions = asked(60)
    turned = [Choice(q.bank, q.stem, q.options[::-1], 2 - q.key) for q in questions]
    assert Classifier(questions).accuracy().by_bank == pytest.approx(Classifier(turned).accuracy().by_bank)


def test_questions_with_one_key_are_taken_alone():
    right, wrong = {"text": "yes it is", "correct": True}, {"text": "no it is not"}
    items = [
        {"stem": "One?", "options": [wrong, right]},
        {"stem": "Two?", "options": [right, right, wrong]},
        {"stem": "How many?", "answer": {"value": 2}},
    ]
    assert [*single_choices({"chapter": "b", "items": items})] == [
        Choice("b", "One?", ("no it is not", "yes it is"), 1)
    ]
