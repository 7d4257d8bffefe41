/** Rounding, comparison and sums as the Python side does them, to the last bit where that is possible. */

export type Numbers = readonly number[];

const EXCEL_DIGITS = 15;
/** Decimals from which a number is not rounded. */
const UNROUNDED = 15;
const SETTLED_DIGITS = 12;
const POWERS = Array.from({ length: 309 }, (_, power) => Number(`1e${power}`));

/** 10 to a whole number, correctly rounded. */
function powerOfTen(exponent: number): number {
  return POWERS[exponent] ?? Number(`1e${exponent}`);
}

/** The nearest whole number, halves to even. */
function rint(value: number): number {
  const below = Math.floor(value);
  const part = value - below;
  if (part !== 0.5) return part < 0.5 ? below : below + 1;
  return below % 2 === 0 ? below : below + 1;
}

/** Excel's ROUND: half away from zero, after the value was taken to 15 significant digits. */
export function roundHalfAway(value: number, digits: number): number {
  if (!Number.isFinite(value) || value === 0) return value + 0;
  const size = Math.abs(value);
  const magnitude = Math.floor(Math.log10(size));
  const scale = powerOfTen(digits);
  const places = Math.min(Math.max(EXCEL_DIGITS - 1 - magnitude - digits, 0), EXCEL_DIGITS);
  const step = powerOfTen(places);
  const settled = rint(size * scale * step) / step;
  const whole = Math.floor(settled + 0.5) / scale;
  return (value < 0 ? -whole : whole) + 0;
}

/** Rounded to a level's decimals; null and 15 or more leave it. To 0 decimals it is settled to 12 first. */
export function rounded(value: number, digits: number | null): number {
  if (digits === null || digits >= UNROUNDED) return value;
  return roundHalfAway(digits ? value : roundHalfAway(value, SETTLED_DIGITS), digits);
}

/** A number to 15 significant digits, as Excel and LibreOffice compare it: 0.1 + 0.2 is 0.3. */
export function shown(value: number): number {
  const shift = 14 - Math.floor(Math.log10(Math.abs(value)));
  if (!(shift >= 0 && shift <= 300)) return value;
  const step = POWERS[shift]!;
  return rint(value * step) / step;
}

/** The sum of numbers that lie side by side, in the order in which numpy adds them. */
export function sum(values: Numbers, start = 0, count = values.length): number {
  if (count < 8) {
    let total = 0;
    for (let i = start; i < start + count; i += 1) total += values[i]!;
    return total;
  }
  if (count > 128) {
    const half = Math.floor(count / 2);
    const left = half - (half % 8);
    return sum(values, start, left) + sum(values, start + left, count - left);
  }
  const lanes = values.slice(start, start + 8);
  const even = count - (count % 8);
  for (let i = 8; i < even; i += 8) {
    for (let lane = 0; lane < 8; lane += 1) lanes[lane]! += values[start + i + lane]!;
  }
  const [a, b, c, d, e, f, g, h] = lanes as [number, number, number, number, number, number, number, number];
  let total = a + b + (c + d) + (e + f + (g + h));
  for (let i = even; i < count; i += 1) total += values[start + i]!;
  return total;
}

/** The sum one after the other. */
export function running(values: Numbers): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}

/** The sum of the products of two lines of numbers, one after the other. */
export function product(one: Numbers, other: Numbers): number {
  let total = 0;
  for (let place = 0; place < one.length; place += 1) total += one[place]! * other[place]!;
  return total;
}

/** The sum of what is there. */
export function sumOfKnown(values: Numbers): number {
  return sum(values.map((value) => (value !== value ? 0 : value)));
}

export function known(values: Numbers): number[] {
  return values.filter((value) => value === value);
}

/** The mean of what is there; NaN where nothing is. */
export function mean(values: Numbers): number {
  const there = known(values);
  return running(there) / there.length;
}

/** The lowest of what is there; NaN where nothing is. */
export function lowest(values: Numbers): number {
  return values.reduce((least, value) => (least <= value || value !== value ? least : value), NaN);
}

export function highest(values: Numbers): number {
  return values.reduce((most, value) => (most >= value || value !== value ? most : value), NaN);
}

export function median(values: Numbers): number {
  const ordered = known(values).sort((a, b) => a - b);
  const middle = ordered.length >> 1;
  if (!ordered.length) return NaN;
  return ordered.length % 2 ? ordered[middle]! : (ordered[middle - 1]! + ordered[middle]!) / 2;
}

/** Standard deviation from deviations from the mean; the divisor is n − ddof, NaN where that is not above 0. */
export function spread(deviations: Numbers, ddof: number): number {
  const there = known(deviations);
  const divisor = there.length - ddof;
  return divisor > 0 ? Math.sqrt(product(there, there) / divisor) : NaN;
}

export function clip(value: number, low: number, high: number): number {
  return value < low ? low : value > high ? high : value;
}

export type Ties = "competition" | "dense" | "mid";

/** Ranks, 1 for the highest; equal to 15 digits is equal; NaN has none and takes no part. */
export function rank(scores: ArrayLike<number>, ties: Ties = "competition"): number[] {
  const values = Float64Array.from(scores, shown);
  const ordered = values
    .filter((value) => value === value)
    .sort()
    .reverse();
  const count = ordered.length;
  const ranks = new Map<number, number>();
  let start = 0;
  for (let distinct = 1; start < count; distinct += 1) {
    let end = start + 1;
    while (end < count && ordered[end] === ordered[start]) end += 1;
    ranks.set(ordered[start]!, ties === "dense" ? distinct : ties === "mid" ? (start + 1 + end) / 2 : start + 1);
    start = end;
  }
  return Array.from(values, (value) => ranks.get(value) ?? NaN);
}
