"""Numbers of “Can magnesium help?” that its questions quote."""

from course.numbers import can_magnesium_help as n


def test_the_questions_on_the_rise_in_the_fluid_quote_what_the_text_shows():
    quoted = (n.csf_after, n.unblocked_before, n.unblocked_after, n.unblocked_fall)
    assert quoted == ("0.98", "5.4", "4.5", "16")


def test_the_question_on_people_needs_the_formula_of_the_text():
    assert n.z_sum == "10.5"
    assert round(n.people_per_group(0.7, 0.5)) == 121


def test_a_trial_of_the_size_that_is_needed_has_the_power_that_was_asked_for():
    assert n.needed == "126"
    assert abs(n.chance_to_see(0.6, 0.4, 126) - 0.9) < 0.005
