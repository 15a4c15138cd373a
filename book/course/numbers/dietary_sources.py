"""Numbers of the chapter “Dietary sources”."""

from course.nutrition.foods import read_foods
from lessonkit.page.numbers import fixed

_foods = {food.id: food for food in read_foods()}
_oats, _oatmeal, _bran, _germ = (_foods[f"NDB-{id}"] for id in ("08120", "08121", "20077", "20078"))
_white_flour, _whole_flour = _foods["NDB-20081"], _foods["NDB-20080"]
_white_bread, _whole_bread = _foods["NDB-18069"], _foods["NDB-18075"]
_spinach, _chard, _kale, _raw_kale, _collards, _mustard = (
    _foods[f"NDB-{id}"] for id in ("11458", "11148", "11234", "11233", "11162", "11271")
)
_pumpkin = _foods["NDB-12016"]
_farmed_salmon, _wild_salmon, _mackerel = (_foods[f"NDB-{id}"] for id in ("15237", "15209", "15047"))
_tap, _mineral = _foods["NDB-14411"], _foods["NDB-14075"]
_pasta, _chicken, _milk, _banana = (_foods[f"NDB-{id}"] for id in ("20121", "05064", "01085", "09040"))

OUNCE = 28.35
"""Grams."""

number_of_foods = str(len(_foods))

oats_100g, oatmeal_100g, bran_100g, germ_100g = (
    f"{food.mg_per_100g:g}" for food in (_oats, _oatmeal, _bran, _germ)
)
white_flour_100g, white_bread_100g = (f"{food.mg_per_100g:g}" for food in (_white_flour, _white_bread))
spinach_100g, collards_100g, mustard_100g = (
    f"{food.mg_per_100g:g}" for food in (_spinach, _collards, _mustard)
)

pumpkin_serving, spinach_serving, chard_serving, kale_serving, raw_kale_serving = (
    fixed(food.per_serving) for food in (_pumpkin, _spinach, _chard, _kale, _raw_kale)
)
farmed_salmon_serving, wild_salmon_serving, mackerel_serving = (
    fixed(food.per_serving) for food in (_farmed_salmon, _wild_salmon, _mackerel)
)

pumpkin_kcal, spinach_kcal, raw_kale_kcal = (
    fixed(food.per_100_kcal) for food in (_pumpkin, _spinach, _raw_kale)
)

_day = tuple(
    servings * food.per_serving
    for food, servings in ((_white_bread, 2), (_pasta, 2), (_chicken, 1), (_milk, 2), (_banana, 1))
)
white_bread_times, white_pasta_times, chicken_times, milk_times, banana_times = map(fixed, _day)
day_sum = fixed(sum(_day))
bread_gain = fixed(2 * (_whole_bread.per_serving - _white_bread.per_serving))
pumpkin_energy = fixed(_pumpkin.kcal_per_100g * OUNCE / 100)

flour_ratio = fixed(_whole_flour.mg_per_100g / _white_flour.mg_per_100g)
bread_ratio = fixed(_whole_bread.mg_per_100g / _white_bread.mg_per_100g, 1)
litres_tap, litres_mineral = (fixed(2 * 10 * water.mg_per_100g) for water in (_tap, _mineral))
