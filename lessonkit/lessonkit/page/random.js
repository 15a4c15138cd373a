/**
 * Seeded random numbers, the same bits as those of random.py: mulberry32 (T. Ettinger, public
 * domain). Each call of the function that is returned gives the next whole number from 0 to 2³² − 1.
 */
export function integers(seed) {
  let state = Math.floor(seed) >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
}

/** Each call of the function that is returned gives the next number of the open interval from 0 to 1. */
export function uniforms(seed) {
  const next = integers(seed);
  return () => (next() + 0.5) / 2 ** 32;
}
