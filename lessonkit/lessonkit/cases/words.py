"""How a case is told in words: stages, endings, costs, findings, letters of its ways."""

from __future__ import annotations

from lessonkit.cases.case import Cost, Finding, Way
from lessonkit.page.numbers import with_unit

STAGES = {
    "history": "History",
    "examination": "Examination",
    "tests": "Tests",
    "treatment": "Treatment",
    "end": "The end",
}
OUTCOMES = {
    "solved": "solved",
    "late": "solved late",
    "harmed": "harm done",
    "nothing-helps": "nothing helps",
}
HARMS = {"none": "no harm", "mild": "mild harm", "serious": "serious harm"}
MINUTES_OF_AN_HOUR = 60


def letter(way: Way, place: int) -> str:
    """Return the letter of a way on from its node; of a number, whether it is the right one."""
    return {"right": "right", "wrong": "other"}[way.id] if way.field[0] == "ask" else "ABCD"[place]


def counted(count: float, noun: str) -> str:
    """Return a count with its noun."""
    return f"{count:g} {noun}{'' if count == 1 else 's'}"


def time_in_words(cost: Cost) -> str:
    """Return the time of a step in days, hours and minutes."""
    hours, minutes = divmod(cost.minutes, MINUTES_OF_AN_HOUR)
    parts = [
        counted(cost.days, "day") if cost.days else "",
        f"{hours:g} h" if hours else "",
        f"{minutes:g} min" if minutes else "",
    ]
    return " ".join(filter(None, parts)) or "no time"


def cost_in_words(cost: Cost) -> str:
    """Return time, money and harm of a step."""
    money = "no money" if cost.money == "none" else f"{cost.money} price"
    return f"{time_in_words(cost)}, {money}, {HARMS[cost.harm]}"


def shown_value(finding: Finding) -> str:
    """Return what was found, with its unit."""
    if finding.value is None:
        return finding.text or ""
    return with_unit(_written(finding.value, _places(finding)), finding.unit)


def shown_range(finding: Finding) -> str:
    """Return the local range of a value; empty if none is given."""
    low, high = (
        None if each is None else _written(each, _places(finding)) for each in (finding.low, finding.high)
    )
    if low is not None and high is not None:
        return with_unit(f"{low} to {high}", finding.unit)
    if low is not None:
        return with_unit(f"at least {low}", finding.unit)
    return "" if high is None else with_unit(f"up to {high}", finding.unit)


def against_range(finding: Finding) -> str:
    """Return "low" or "high" of a value outside its local range, and nothing of another."""
    if finding.value is None:
        return ""
    if finding.low is not None and finding.value < finding.low:
        return "low"
    return "high" if finding.high is not None and finding.value > finding.high else ""


def _places(finding: Finding) -> int:
    """Return the decimal places of a value and its range: a laboratory gives them alike."""
    numbers = [each for each in (finding.value, finding.low, finding.high) if each is not None]
    return max(len(f"{each:.10g}".partition(".")[2]) for each in numbers)


def _written(number: float, places: int) -> str:
    return f"{number:.{places}f}".replace("-", "−")
