/** From points to totals: weighted means, whole trees, coverage, gaps, obstacles; what changed weights do. */

import { numberIn, option, paired, placesOf, weightsOf, wholeIn } from "./arguments.js";
import { highest, known, rank, rounded, running, sum, sumOfKnown } from "./arithmetic.js";
import {
  type Argument,
  type Cell,
  type Cells,
  cells,
  column,
  columnsOf,
  each,
  errorIn,
  errorOf,
  first,
  flat,
  isBlank,
  isNothing,
  numberOf,
  numbers,
  rowsOf,
  sameShape,
  shapeOf,
  sizeOf,
  transposed,
} from "./cells.js";
import { stripped } from "./characters.js";
import { combine, ROLL_UPS, UNSCORED, weightedMean } from "./combine.js";
import { refuse } from "./texts.js";
import { composite, coverage, parentsOf, treeOf } from "./tree.js";

const NOT_APPLICABLE = new Set(["不适用", "n/a", "na", "not applicable"]);
const MOST = 100_000;
const QUANTILES = [0.5, 0.05, 0.95];

/** The first error of each row. */
function errorsOf(matrix: Cells, factors: Cells): (string | null)[] {
  return matrix.map((row, place) => errorIn([row]) ?? errorIn([factors[place]!]));
}

export function SX_WEIGHTED(
  scores: Argument,
  weights: Argument,
  digits: Argument = 2,
  missing?: Argument,
  method?: Argument,
): Cells {
  const places = placesOf(digits);
  const how = option(ROLL_UPS, "method", method, "mean");
  const unscored = option(UNSCORED, "missing", missing, "leave-out");
  const [matrix, factors] = paired(cells(scores), cells(weights));
  const errors = errorsOf(matrix, factors);
  const counted = weightsOf(factors);
  const means = numbers(matrix).map((row, place) => {
    if (how === "mean" && unscored === "leave-out") return weightedMean(row, counted[place]!);
    return known(row).length ? combine(how, unscored, row, counted[place]!, null, sum) : NaN;
  });
  return column(means.map((mean, place) => errors[place] ?? rounded(mean, places)));
}

export function SX_ROLLUP(
  codes: Argument,
  scores: Argument,
  weights: Argument,
  method?: Argument,
  missing?: Argument,
  digits: Argument = 2,
): Cells {
  const [named, given, factors] = [cells(codes), cells(scores), cells(weights)];
  const error = errorIn(named) ?? errorIn(given) ?? errorIn(factors);
  if (error !== null) return [[error]];
  if (rowsOf(named) !== rowsOf(given) || rowsOf(given) !== sizeOf(factors)) {
    refuse(
      `codes 是 ${shapeOf(named)}，scores 是 ${shapeOf(given)}，weights 是 ${shapeOf(factors)}`,
      `codes are ${shapeOf(named)}, scores ${shapeOf(given)}, weights ${shapeOf(factors)}`,
      "每个代码一行",
      "give a row per code",
    );
  }
  const how = option(ROLL_UPS, "method", method, "mean");
  const unscored = option(UNSCORED, "missing", missing, "leave-out");
  const places = placesOf(digits);
  const { keys, above } = parentsOf(named);
  const tree = treeOf(keys, above, [...weightsOf([flat(factors)])[0]!, 1]);
  const leaves = new Map(numbers(given).map((row, place) => [keys[place]!, row] as const));
  for (const code of tree.children.keys()) leaves.delete(code);
  const totals = composite(tree, leaves, how, unscored, places);
  const shares = coverage(tree, leaves);
  return keys.map((key) => ([key] as Cell[]).concat(totals.get(key)!, shares.get(key)!));
}

export function SX_COVERAGE(answers: Argument): Cells {
  const given = cells(answers);
  const rows = columnsOf(given) === 1 ? transposed(given) : given;
  return column(
    rows.map((row) => {
      const applies = row.filter(
        (value) => !(typeof value === "string" && NOT_APPLICABLE.has(stripped(value).toLowerCase())),
      );
      const answered = applies.filter((value) => !isBlank(value)).length;
      return errorIn([row]) ?? (applies.length ? answered / applies.length : "");
    }),
  );
}

export function SX_GAP(score: Argument, target: Argument, weight?: Argument): Cells {
  const given = cells(score);
  const aims = like("target", given, cells(target));
  const stated = !isNothing(first(cells(weight)));
  const factors = stated ? like("weight", given, cells(weight)) : each(given, () => 100);
  const weights = weightsOf(factors);
  return each(given, (value, row, place) => {
    const aim = aims[row]![place]!;
    const short = (Math.max(numberOf(aim) - numberOf(value), 0) * weights[row]![place]!) / 100;
    return errorOf(value) ?? errorOf(aim) ?? errorOf(factors[row]![place]!) ?? short;
  });
}

function like(name: string, given: Cells, other: Cells): Cells {
  if (sameShape(other, given)) return other;
  if (sizeOf(other) === 1) return each(given, () => first(other));
  return refuse(
    `score 是 ${shapeOf(given)}，${name} 是 ${shapeOf(other)}`,
    `score is ${shapeOf(given)} but ${name} ${shapeOf(other)}`,
    "给一个，或形状相同",
    "give one, or as many in the same shape",
  );
}

export function SX_OBSTACLE(scores: Argument, weights: Argument): Cells {
  const given = cells(scores);
  const [matrix, factors] = paired(given, cells(weights));
  const counted = weightsOf(factors);
  const errors = errorsOf(matrix, factors);
  const found = numbers(matrix).map((row, place): Cell[] => {
    const error = errors[place];
    if (error) return row.map(() => error);
    const lacking = row.map((score, at) => counted[place]![at]! * Math.max(100 - score, 0));
    const whole = sumOfKnown(lacking);
    return lacking.map((part) => (100 * part) / (whole > 0 ? whole : NaN));
  });
  return sameShape(found, given) ? found : transposed(found);
}

/** Scores by unit and one weight for each indicator; or the first error. */
function judged(
  scores: Argument,
  weights: Argument,
): string | { readonly given: number[][]; readonly factors: number[] } {
  const [matrix, weighing] = paired(cells(scores), cells(weights));
  const error = errorIn(matrix) ?? errorIn(weighing);
  if (error !== null) return error;
  const rows = weightsOf(weighing);
  if (rows.some((row) => row.some((weight, place) => weight !== rows[0]![place]))) {
    refuse("各行的权重不同", "the rows have different weights", "每列一个权重", "give one weight for each column");
  }
  return { given: numbers(matrix), factors: rows[0]! };
}

/** The weighted mean of each unit over the scores that exist; NaN for none. */
function totalsOf(given: readonly (readonly number[])[], weights: readonly number[]): number[] {
  return given.map((row) => {
    let [points, counted] = [0, 0];
    for (let place = 0; place < row.length; place += 1) {
      const score = row[place]!;
      if (score !== score) continue;
      points += score * weights[place]!;
      counted += weights[place]!;
    }
    const total = points / counted;
    return Number.isFinite(total) ? total : NaN;
  });
}

export function SX_TORNADO(scores: Argument, weights: Argument, share?: Argument): Cells {
  const inputs = judged(scores, weights);
  if (typeof inputs === "string") return [[inputs]];
  const { given, factors } = inputs;
  const step = numberIn("share", share, 0.1, 0, 1);
  const base = totalsOf(given, factors);
  const ranks = rank(base);
  return factors.map((_, at) => {
    const sides = [1 - step, 1 + step].map((times) => {
      const totals = totalsOf(
        given,
        factors.map((weight, place) => (place === at ? weight * times : weight)),
      );
      const moved = rank(totals);
      return {
        change: totals.map((total, unit) => total - base[unit]!),
        moved: totals.map((total, unit) => total === total && moved[unit] !== ranks[unit]),
      };
    }) as [Side, Side];
    const largest = sides[0].change.map((less, unit) => Math.max(Math.abs(less), Math.abs(sides[1].change[unit]!)));
    const units = sides[0].moved.filter((moved, unit) => moved || sides[1].moved[unit]).length;
    return [meanChange(sides[0].change), meanChange(sides[1].change), highest(largest), units];
  });
}

interface Side {
  readonly change: number[];
  readonly moved: boolean[];
}

function meanChange(change: readonly number[]): number {
  return running(known(change)) / known(change).length;
}

export function SX_BANDS(scores: Argument, weights: Argument, n?: Argument, seed?: Argument, share?: Argument): Cells {
  const inputs = judged(scores, weights);
  if (typeof inputs === "string") return [[inputs]];
  const { given, factors } = inputs;
  const draws = wholeIn("n", n, 1000, 1, MOST);
  const origin = wholeIn("seed", seed, 1, 0, 2 ** 31);
  const off = numberIn("share", share, 0.25, 0, 1);
  const ranks = given.map(() => new Float64Array(draws));
  for (let draw = 0; draw < draws; draw += 1) {
    const drawn = factors.map(
      (weight, place) => weight * (1 + off * (2 * uniform(draw * factors.length + place, origin) - 1)),
    );
    rank(totalsOf(given, drawn)).forEach((place, unit) => {
      ranks[unit]![draw] = place;
    });
  }
  const places = QUANTILES.map((q) => Math.max(0, Math.ceil(q * draws - 1e-9) - 1));
  return ranks.map((of) => {
    of.sort();
    return places.map((place) => of[place]!);
  });
}

/** A number between 0 and 1: a hash of seed and place (C. Wellons, lowbias32), the same in every program. */
function uniform(place: number, seed: number): number {
  let x = (place + Math.imul(seed, 0x9e3779b9)) >>> 0;
  x ^= x >>> 16;
  x = Math.imul(x, 0x7feb352d);
  x ^= x >>> 15;
  x = Math.imul(x, 0x846ca68b);
  x ^= x >>> 16;
  return ((x >>> 0) + 0.5) / 2 ** 32;
}
