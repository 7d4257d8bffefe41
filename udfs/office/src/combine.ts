/** How scores become the score of a node: roll-ups, and what an unscored one does to the others. */

import { type Numbers, sum } from "./arithmetic.js";

export const ROLL_UPS = ["mean", "sum", "geometric", "harmonic", "power", "worst"] as const;
export type RollUp = (typeof ROLL_UPS)[number];
export const UNSCORED = ["leave-out", "zero", "peer-mean", "peer-median"] as const;
export type Unscored = (typeof UNSCORED)[number];
export type Adding = (values: Numbers) => number;

/** A score nearer to 0 than this is 0 wherever 0 is told apart. */
const NEGLIGIBLE = 1e-12;

/** The weighted mean of the scores that exist; NaN where there is none or their weights sum to 0. */
export function weightedMean(scores: Numbers, weights: Numbers): number {
  const used = scores.map((score, place) => (score !== score ? 0 : weights[place]!));
  const total = sum(used);
  return total === 0 ? NaN : sum(scores.map((score, place) => (score !== score ? 0 : score) * used[place]!)) / total;
}

interface Counting {
  readonly values: Numbers;
  readonly weights: Numbers;
  readonly total: number;
  readonly full: number;
  readonly add: Adding;
}

/** Σ weight·image(value) over what has a weight; NaN where a value has no image. */
function images(c: Counting, image: (value: number) => number, zeroFits = false): number {
  let imageless = false;
  const parts = c.values.map((given, place) => {
    const weight = c.weights[place]!;
    const value = Math.abs(given) < NEGLIGIBLE ? 0 : given;
    if (!(weight > 0)) return 0;
    if (zeroFits ? value < 0 : value <= 0) {
      imageless = true;
      return 0;
    }
    return weight * image(value);
  });
  return imageless ? NaN : c.add(parts);
}

const mean = (c: Counting): number => c.add(c.values.map((value, place) => value * c.weights[place]!)) / c.total;

const COMBINED: Readonly<Record<RollUp, (c: Counting) => number>> = {
  mean,
  sum: (c) => (mean(c) * c.full) / 100,
  geometric: (c) => Math.exp(images(c, Math.log) / c.total),
  harmonic: (c) => c.total / images(c, (value) => 1 / value),
  power: (c) => images(c, (value) => value, true) / c.total,
  worst: (c) =>
    c.values.reduce((least, value, place) => (c.weights[place]! > 0 ? Math.min(least, value) : least), Infinity),
};

/**
 * The score of a node from those of its children (NaN: none), not rounded.
 *
 * `peers` is what an unscored child counts with where that is its peers' score, NaN for nothing. `add` is the order of
 * additions: side by side in one row, one after the other in a tree.
 */
export function combine(
  method: RollUp,
  unscored: Unscored,
  scores: Numbers,
  weights: Numbers,
  peers: Numbers | null,
  add: Adding,
): number {
  const values = scores.map((score, place) => {
    if (score === score) return score;
    return unscored === "zero" ? 0 : (peers?.[place] ?? NaN);
  });
  const used = values.map((value, place) => (value !== value ? 0 : weights[place]!));
  const counting = {
    values: values.map((value) => (value !== value ? 0 : value)),
    weights: used,
    total: add(used),
    full: add(weights),
    add,
  };
  const result = COMBINED[method](counting);
  return counting.total <= 0 || !Number.isFinite(result) ? NaN : result;
}
