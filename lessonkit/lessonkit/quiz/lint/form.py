"""What the form of options tells one who knows nothing: cues, simple strategies and a classifier.

Options are compared with those beside them, by nothing that their order changes: where keys stand is the
rule ``key-position``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lessonkit.quiz.lint.fields import choices, is_key, texts_of
from lessonkit.quiz.words import WORD, telling_words

POINTS = 0.10
"""A cue or a strategy may differ by so much from chance; over few items by one item."""
SURFACE_POINTS = 0.11
"""Accuracy above chance at which the classifier counts as right by form, if chance alone reaches less."""
SHUFFLES = 200
PERCENTILE = 97.5
SEED = 18
RIDGE = 1.0
"""Penalty on the squared weights of standardised features."""
STEPS = 6
"""Newton's steps: the fit of so few weights has settled by then."""

HEDGE = re.compile(
    r"\b(?:may|might|can|could|perhaps|possibly|probably|likely|suggests?|seems?|appears?|partly|some|few|"
    r"little|unclear|unknown|uncertain|open|depends?|about|roughly|nearly|almost|at (?:most|least)|only|"
    r"alone|tends?|hardly)\b",
    re.IGNORECASE,
)
REASON = re.compile(
    r"\b(?:because|since|so that|so|therefore|thus|hence|due to|owing to|as (?:it|they|this|that|these|the)|"
    r"for (?:there|it|they|the))\b",
    re.IGNORECASE,
)
NEGATION = re.compile(
    r"\b(?:not|no|none|nothing|neither|nor|never|without|cannot|fails?)\b|n['’]t\b", re.IGNORECASE
)
ABSOLUTE = re.compile(
    r"\b(?:all|always|any|each|every|everyone|entirely|completely|proven|must|whole)\b", re.IGNORECASE
)


@dataclass(frozen=True)
class Choice:
    """A question with one right option, as one sees it who looks at its form.

    Parameters
    ----------
    bank, stem : str
    options : tuple of str
    key : int
        The place of the right option.
    """

    bank: str
    stem: str
    options: tuple[str, ...]
    key: int


def single_choices(data: dict[str, Any]) -> Iterator[Choice]:
    """Yield the questions of a bank that have one right option."""
    for item in data["items"]:
        for _, options in choices(item):
            keys = [i for i, option in enumerate(options) if is_key(option)]
            if len(keys) == 1:
                yield Choice(data["chapter"], item["stem"], tuple(texts_of(options)), keys[0])


def _shortest(options: Sequence[str]) -> list[bool]:
    return [len(text) == min(map(len, options)) for text in options]


def _longest(options: Sequence[str]) -> list[bool]:
    return [len(text) == max(map(len, options)) for text in options]


def _having(pattern: re.Pattern[str]) -> Callable[[Sequence[str]], list[bool]]:
    return lambda options: [bool(pattern.search(text)) for text in options]


CUES: dict[str, Callable[[Sequence[str]], list[bool]]] = {
    "shortest": _shortest,
    "longest": _longest,
    "hedged": _having(HEDGE),
    "reasoned": _having(REASON),
}
"""Which options have a cue."""


def _guess_reasons(options: Sequence[str]) -> list[bool]:
    """Mark the options that have no reason, of these those that hedge, of these the shortest."""
    rank = [(bool(REASON.search(text)), not HEDGE.search(text), len(text)) for text in options]
    return [each == min(rank) for each in rank]


STRATEGIES: dict[str, Callable[[Sequence[str]], list[bool]]] = {
    "shortest": _shortest,
    "longest": _longest,
    "no reason, then a hedge, then short": _guess_reasons,
}
"""Between which options one guesses who follows a rule."""


@dataclass(frozen=True)
class Share:
    """How many keys have something, and how many would by chance.

    Parameters
    ----------
    found, chance : float
        Numbers of keys.
    items : int
    """

    found: float
    chance: float
    items: int

    def __str__(self) -> str:
        return f"{self.found / self.items:.0%} ({self.chance / self.items:.0%})" if self.items else "–"

    @property
    def is_above(self) -> bool:
        """Whether it is above chance by more than `POINTS`."""
        return self.found - self.chance > self._slack

    @property
    def is_off(self) -> bool:
        """Whether it differs from chance by more than `POINTS`, in either direction."""
        return abs(self.found - self.chance) > self._slack

    @property
    def _slack(self) -> float:
        return max(POINTS * self.items, 1) + 1e-9


def cue(name: str, asked: Sequence[Choice]) -> Share:
    """Return how many keys have a cue; by chance each option is the key as often."""
    marks = [CUES[name](each.options) for each in asked]
    found = sum(mark[each.key] for mark, each in zip(marks, asked, strict=True))
    return Share(found, sum(sum(mark) / len(mark) for mark in marks), len(asked))


def strategy(name: str, asked: Sequence[Choice]) -> Share:
    """Return how many keys a strategy hits; between equals it guesses."""
    marks = [STRATEGIES[name](each.options) for each in asked]
    found = sum(mark[each.key] / sum(mark) for mark, each in zip(marks, asked, strict=True))
    return Share(found, by_chance(asked), len(asked))


def by_chance(asked: Iterable[Choice]) -> float:
    """Return how many keys one hits who guesses."""
    return sum(1 / len(each.options) for each in asked)


def features(choice: Choice) -> NDArray[np.float64]:
    """Return what the form of each option tells, as differences from the mean of the options.

    Returns
    -------
    ndarray, shape (options, features)
    """
    stem = telling_words(choice.stem, 4).keys()
    sets = [telling_words(text, 4).keys() for text in choice.options]
    rows = []
    for i, text in enumerate(choice.options):
        others = set().union(*(words for j, words in enumerate(sets) if j != i))
        rows.append(
            [
                np.log(len(text)),
                len(WORD.findall(text)),
                len(text) / max(1, len(WORD.findall(text))),
                _shortest(choice.options)[i],
                _longest(choice.options)[i],
                text.count(","),
                len(HEDGE.findall(text)),
                bool(REASON.search(text)),
                bool(NEGATION.search(text)),
                bool(ABSOLUTE.search(text)),
                any(map(str.isdigit, text)),
                len(sets[i] & stem) / max(1, len(sets[i])),
                len(sets[i] & others) / max(1, len(sets[i])),
            ]
        )
    table = np.array(rows, dtype=float)
    return table - table.mean(axis=0)


@dataclass(frozen=True)
class Accuracy:
    """How often a classifier finds the key by form, and how often it would if keys lay anywhere.

    Parameters
    ----------
    share, chance : float
    limit : float
        The largest of the upper percentile under shuffled keys and chance with `SURFACE_POINTS`.
    by_bank : dict of str to float
        The share in each bank, found with what the other banks taught.
    """

    share: float
    chance: float
    limit: float
    by_bank: dict[str, float]


class Classifier:
    """A logistic regression on the form of options, tried on each bank with what the other banks teach.

    The key of each item is chosen among its options (McFadden 1974, conditional logit), with a ridge penalty.

    Parameters
    ----------
    asked : sequence of Choice
        From two banks or more.
    """

    def __init__(self, asked: Sequence[Choice]) -> None:
        size = max(len(each.options) for each in asked)
        tables = [features(each) for each in asked]
        scale = np.concatenate(tables).std(axis=0)
        scale[scale == 0] = 1
        self._x = np.zeros((len(asked), size, len(scale)))
        self._blank = np.full((len(asked), size), -np.inf)
        for i, table in enumerate(tables):
            self._x[i, : len(table)] = table / scale
            self._blank[i, : len(table)] = 0
        self._banks = np.array([each.bank for each in asked])
        self._keys = np.array([each.key for each in asked])
        self._sizes = np.array([len(each.options) for each in asked])

    def accuracy(self) -> Accuracy:
        """Return how often it finds the key, and how often it would with shuffled keys."""
        random = np.random.default_rng(SEED)
        hits = self._hits(self._keys)
        shuffled = [self._hits(random.integers(self._sizes)).mean() for _ in range(SHUFFLES)]
        chance = float((1 / self._sizes).mean())
        return Accuracy(
            float(hits.mean()),
            chance,
            max(float(np.percentile(shuffled, PERCENTILE)), chance + SURFACE_POINTS),
            {str(bank): float(hits[self._banks == bank].mean()) for bank in np.unique(self._banks)},
        )

    def _hits(self, keys: NDArray[np.int64]) -> NDArray[np.float64]:
        """Return for each item the part of a hit: between equals it guesses."""
        hits = np.zeros(len(keys))
        for bank in np.unique(self._banks):
            here = self._banks == bank
            scores = self._x[here] @ self._weights(~here, keys) + self._blank[here]
            best = scores >= scores.max(axis=1, keepdims=True) - 1e-9
            hits[here] = (best / best.sum(axis=1, keepdims=True))[np.arange(here.sum()), keys[here]]
        return hits

    def _weights(self, taught: NDArray[np.bool_], keys: NDArray[np.int64]) -> NDArray[np.float64]:
        x, blank = self._x[taught], self._blank[taught]
        right = x[np.arange(len(x)), keys[taught]].sum(axis=0)
        weights = np.zeros(x.shape[2])
        for _ in range(STEPS):
            scores = x @ weights + blank
            p = np.exp(scores - scores.max(axis=1, keepdims=True))
            p /= p.sum(axis=1, keepdims=True)
            mean = np.einsum("io,iof->if", p, x)
            curve = np.einsum("io,iof,iog->fg", p, x, x, optimize=True) - mean.T @ mean
            slope = right - mean.sum(axis=0) - RIDGE * weights
            weights = weights + np.linalg.solve(curve + RIDGE * np.eye(len(weights)), slope)
        return weights
