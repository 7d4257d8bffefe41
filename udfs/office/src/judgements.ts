/** Pairwise judgements: how many times more important one key is than another, checked and made reciprocal. */

import { general, refuse, repeated } from "./texts.js";

export type Matrix = number[][];

/** The largest judgement of the fundamental scale. */
export const SAATY_MAX = 9;
/** How far a·b may be from 1: enough for 3 beside 0.33, too little for 3 beside 0.25. */
const TOLERANCE = 0.05;

/** A reciprocal matrix with the keys of its rows; NaN where nobody judged the pair. */
export interface Judgements {
  readonly keys: readonly string[];
  readonly matrix: Matrix;
}

/** From cells whose rows and columns have the same keys, in any order. */
export function judgementsOf(
  given: readonly (readonly number[])[],
  rows: readonly string[],
  columns: readonly string[],
): Judgements {
  checkKeys(rows, columns);
  const places = rows.map((key) => columns.indexOf(key));
  const matrix = given.map((row) => places.map((place) => row[place]!));
  rows.forEach((_, i) => {
    if (Number.isNaN(matrix[i]![i]!)) matrix[i]![i] = 1;
  });
  rows.forEach((_, i) => {
    const own = matrix[i]![i]!;
    if (own !== 1) refuse(`对角线上是 ${general(own)}`, `${general(own)} on the diagonal`, "写 1", "write 1");
    for (let j = i + 1; j < rows.length; j += 1) {
      matrix[i]![j] = settle(matrix[i]![j]!, matrix[j]![i]!);
      matrix[j]![i] = 1 / matrix[i]![j]!;
    }
  });
  const judgements = { keys: rows, matrix };
  refuseIslands(judgements);
  return judgements;
}

function checkKeys(rows: readonly string[], columns: readonly string[]): void {
  const twice = [...new Set([rows, columns].flatMap(repeated))].sort();
  if (twice.length) {
    const keys = twice.join(", ");
    refuse(`键 ${keys} 出现两次`, `the key ${keys} comes twice`, "每个键只写一次", "give each key once");
  }
  const wrong = [
    ...rows.filter((key) => !columns.includes(key)),
    ...columns.filter((key) => !rows.includes(key)),
  ].sort();
  if (wrong.length) {
    const keys = wrong.join(", ");
    refuse(
      `${keys} 只在行或只在列中`,
      `${keys} is a row or a column only`,
      "行和列用同样的键",
      "use the same keys for both",
    );
  }
}

/** The judgement of one pair from its two cells, either of which may be missing. */
function settle(upper: number, lower: number): number {
  for (const value of [upper, lower]) {
    if (value === value && !(value > 0 && value < Infinity)) {
      refuse(
        `${general(value)} 不能作判断`,
        `${general(value)} is no judgement`,
        "写大于 0 的数",
        "write a number above 0",
      );
    }
  }
  if (Number.isNaN(upper) || Number.isNaN(lower)) return inScale(Number.isNaN(lower) ? upper : 1 / lower);
  if (Math.abs(upper * lower - 1) > TOLERANCE) {
    const product = general(upper * lower, 3);
    refuse(
      `一边 ${general(upper)}、另一边 ${general(lower)}，不是互为倒数（乘积 ${product}）`,
      `${general(upper)} one way and ${general(lower)} the other are not reciprocal (product ${product})`,
      `另一边写 ${general(1 / upper, 4)}，或改正这一边`,
      `write ${general(1 / upper, 4)} for the other way, or correct the first`,
    );
  }
  return inScale(upper >= 1 ? upper : 1 / lower);
}

function inScale(value: number): number {
  if (value > SAATY_MAX * (1 + TOLERANCE) || 1 / value > SAATY_MAX * (1 + TOLERANCE)) {
    refuse(
      `${general(value, 4)} 超出 1 至 ${SAATY_MAX} 的标度`,
      `${general(value, 4)} is beyond the scale of 1 to ${SAATY_MAX}`,
      "改正，或写明更大的标度",
      "correct it, or state a larger scale",
    );
  }
  return value;
}

/** Which keys judgements connect, over others, with the first. */
export function connected({ keys, matrix }: Judgements): boolean[] {
  const reached = keys.map((_, place) => place === 0);
  const queue = [0];
  for (let place = queue.pop(); place !== undefined; place = queue.pop()) {
    matrix[place]!.forEach((value, other) => {
      if (value === value && !reached[other]) {
        reached[other] = true;
        queue.push(other);
      }
    });
  }
  return reached;
}

function refuseIslands(judgements: Judgements): void {
  const reached = connected(judgements);
  const apart = judgements.keys.filter((_, place) => !reached[place]).join(", ");
  if (apart) {
    const [start, least] = [judgements.keys[0]!, judgements.keys.length - 1];
    refuse(
      `${apart} 与 ${start} 之间没有判断，直接或间接都没有`,
      `no judgement compares ${apart} with ${start}, directly or over others`,
      `至少判断 ${least} 对，把所有的键连起来`,
      `judge at least ${least} pairs that connect all keys`,
    );
  }
}
