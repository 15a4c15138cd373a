/**
 * The value of a curve between two of its points; beyond its ends, that of the end.
 *
 * @param {number} where
 * @param {ArrayLike<number>} t
 * @param {ArrayLike<number>} curve
 */
export function valueAt(where, t, curve) {
  const place = Math.min(t[t.length - 1], Math.max(t[0], where));
  let [low, high] = [0, t.length - 1];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (t[middle] < place) low = middle;
    else high = middle;
  }
  const share = t[high] > t[low] ? (place - t[low]) / (t[high] - t[low]) : 0;
  return curve[low] + share * (curve[high] - curve[low]);
}
