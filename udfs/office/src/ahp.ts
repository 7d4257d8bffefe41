/** AHP: the priorities of pairwise judgements, their consistency, which of them to look at again. */

import { product, running as total } from "./arithmetic.js";
import { connected, type Judgements, type Matrix, SAATY_MAX } from "./judgements.js";
import { refuse } from "./texts.js";

export const PRIORITIES = ["eigenvector", "geometric-mean", "normalised-columns"] as const;
export type Priority = (typeof PRIORITIES)[number];

const NOISE = 1e-9;
const MOST_STEPS = 60;

/** Which table of mean consistency indices of random matrices → its name, and RI of matrices of size 1, 2, … 15. */
export const RANDOM_INDICES = {
  "saaty-1980": {
    name: "Saaty (1980)",
    values: [0, 0, 0.58, 0.9, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49, 1.51, 1.48, 1.56, 1.57, 1.59],
  },
  "alonso-lamata-2006": {
    name: "Alonso & Lamata (2006)",
    values: [
      0, 0, 0.5245, 0.8815, 1.1086, 1.2479, 1.3417, 1.4056, 1.4499, 1.4854, 1.5141, 1.5365, 1.5551, 1.5713, 1.5838,
    ],
  },
  "saaty-tran-2007": {
    name: "Saaty & Tran (2007)",
    values: [0, 0, 0.52, 0.89, 1.11, 1.25, 1.35, 1.4, 1.45, 1.49, 1.52, 1.54, 1.56, 1.58, 1.59],
  },
} as const;
export type RandomIndex = keyof typeof RANDOM_INDICES;

function missing({ matrix }: Judgements): number {
  return matrix.flat().filter(Number.isNaN).length / 2;
}

interface Principal {
  readonly value: number;
  readonly vector: number[];
}

/**
 * The largest eigenvalue and its vector, sum 1. Harker: a missing pair counts 0, and 1 more on its diagonal.
 *
 * Rows and columns are measured in shares of a vector that is near, first that of least squares. Source of the iteration: T. Noda (1971), "Note on
 * the computation of the maximal eigenvalue of a non-negative irreducible matrix": the shift comes down to the eigenvalue from above.
 */
function principal(judgements: Judgements): Principal {
  return measured(judgements, measured(judgements, logLeastSquares(judgements)).vector);
}

function measured(judgements: Judgements, near: readonly number[]): Principal {
  const matrix = judgements.matrix.map((row, i) => {
    const gaps = row.filter(Number.isNaN).length;
    return row.map((value, j) => (value !== value ? 0 : (value * near[j]!) / near[i]!) + (i === j ? gaps : 0));
  });
  let vector = near.map(() => 1);
  let best = Infinity;
  for (let step = 0; step < MOST_STEPS; step += 1) {
    const ratios = matrix.map((row, place) => product(row, vector) / vector[place]!);
    const [low, high] = [Math.min(...ratios), Math.max(...ratios)];
    if (high - low >= best) break;
    best = high - low;
    const shifted = matrix.map((row, i) => [...row.map((value, j) => (i === j ? high : 0) - value), vector[i]!]);
    const next = solved(shifted);
    if (!next.every((part) => part > 0 && part < Infinity)) break;
    const largest = Math.max(...next);
    vector = next.map((part) => part / largest);
  }
  const value = total(matrix.map((row) => product(row, vector))) / total(vector);
  return { value, vector: shares(vector.map((part, place) => part * near[place]!)) };
}

function shares(values: readonly number[]): number[] {
  const whole = total(values);
  return values.map((value) => value / whole);
}

/** Priorities in the order of the keys, sum 1. */
export function priorities(judgements: Judgements, method: Priority): number[] {
  if (method === "eigenvector") return principal(judgements).vector;
  if (method === "geometric-mean") return logLeastSquares(judgements);
  const gaps = missing(judgements);
  if (gaps) {
    refuse(
      `缺 ${gaps} 个判断，而列归一法要全部判断`,
      `${gaps} judgements are missing, and normalised columns need all`,
      "用特征向量法（Harker）或几何平均法，或补全矩阵",
      "use the eigenvector (Harker) or the geometric mean, or complete the matrix",
    );
  }
  const { matrix } = judgements;
  const sums = matrix[0]!.map((_, j) => total(matrix.map((row) => row[j]!)));
  return matrix.map((row) => total(row.map((value, j) => value / sums[j]!)) / row.length);
}

/** exp(x) with Laplacian · x = row sums of logarithms; the last key's x is 0, which the sum of 1 does not see. */
function logLeastSquares({ matrix }: Judgements): number[] {
  const size = matrix.length - 1;
  const rows = matrix.slice(0, size).map((row, i) => {
    const logs = total(row.map((value) => (value !== value ? 0 : Math.log(value))));
    const links = row.map((value, j) => (value !== value || i === j ? 0 : 1));
    return [...links.slice(0, size).map((link, j) => (i === j ? total(links) : -link)), logs];
  });
  const solution = [...solved(rows), 0];
  const largest = Math.max(...solution);
  return shares(solution.map((value) => Math.exp(value - largest)));
}

/** The solution of a system of equations whose right side is its last column: Gauss, the largest pivot of each column. */
function solved(rows: Matrix): number[] {
  const size = rows.length;
  for (let pivot = 0; pivot < size; pivot += 1) {
    const sizes = rows.slice(pivot).map((row) => Math.abs(row[pivot]!));
    const largest = pivot + sizes.indexOf(Math.max(...sizes));
    [rows[pivot], rows[largest]] = [rows[largest]!, rows[pivot]!];
    for (let row = pivot + 1; row < size; row += 1) {
      const factor = rows[row]![pivot]! / rows[pivot]![pivot]!;
      for (let place = pivot; place <= size; place += 1) rows[row]![place]! -= factor * rows[pivot]![place]!;
    }
  }
  const found = new Array<number>(size).fill(0);
  for (let row = size - 1; row >= 0; row -= 1) {
    const known = total(found.map((value, place) => (place > row ? value * rows[row]![place]! : 0)));
    found[row] = (rows[row]![size]! - known) / rows[row]![row]!;
  }
  return found;
}

/** CR = CI / RI; 0 up to size 2. */
export function consistencyRatio(judgements: Judgements, table: RandomIndex): number {
  const size = judgements.keys.length;
  const { name, values } = RANDOM_INDICES[table];
  if (size > values.length) {
    refuse(
      `有 ${size} 个键，而 ${name} 的随机一致性指标只到 ${values.length}`,
      `${size} keys, but the random index of ${name} ends at ${values.length}`,
      "把键分成几支，在各支内比较",
      "group the keys into branches and compare inside each",
    );
  }
  const largest = Math.max(principal(judgements).value, size);
  const index = size > 1 ? (largest - size) / (size - 1) : 0;
  const random = values[size - 1]!;
  return random ? index / random : 0;
}

/** A judgement that the others contradict. */
export interface Doubtful {
  readonly row: string;
  readonly column: string;
  readonly given: number;
  readonly implied: number;
  readonly nearest: number;
  readonly after: number;
}

/** The judgements farthest, as a ratio, from what all the others imply; worst first, none that agrees. */
export function doubtful(judgements: Judgements, worst: number): Doubtful[] {
  const { keys, matrix } = judgements;
  const found: { gap: number; row: number; column: number; implied: number }[] = [];
  keys.forEach((_, i) => {
    for (let j = i + 1; j < keys.length; j += 1) {
      if (Number.isNaN(matrix[i]![j]!)) continue;
      const [row, column] = matrix[i]![j]! >= 1 ? [i, j] : [j, i];
      const others = replaced(judgements, row, column, NaN);
      if (!connected(others).every(Boolean)) continue;
      const { vector } = principal(others);
      const gap = Math.abs(Math.log((matrix[row]![column]! * vector[column]!) / vector[row]!));
      found.push({ gap: settled(gap), row, column, implied: vector[row]! / vector[column]! });
    }
  });
  found.sort(
    (a, b) => b.gap - a.gap || compared(keys[a.row]!, keys[b.row]!) || compared(keys[a.column]!, keys[b.column]!),
  );
  return found
    .slice(0, worst)
    .filter(({ gap }) => gap > NOISE)
    .map(({ row, column, implied }) => {
      const nearest = nearestAnswer(implied);
      const after = consistencyRatio(replaced(judgements, row, column, nearest), "saaty-1980");
      return { row: keys[row]!, column: keys[column]!, given: matrix[row]![column]!, implied, nearest, after };
    });
}

/** To 9 decimals, so that no last bit decides an order. */
function settled(gap: number): number {
  return Math.round(gap * 1e9) / 1e9;
}

function compared(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

function nearestAnswer(implied: number): number {
  const steps = Array.from({ length: SAATY_MAX }, (_, place) => place + 1);
  const answers = [...steps, ...steps.map((step) => 1 / step)];
  const gaps = answers.map((answer) => settled(Math.abs(Math.log(answer / implied))));
  return answers[gaps.indexOf(Math.min(...gaps))]!;
}

function replaced({ keys, matrix }: Judgements, row: number, column: number, value: number): Judgements {
  const copy = matrix.map((line) => [...line]);
  copy[row]![column] = value;
  copy[column]![row] = 1 / value;
  return { keys, matrix: copy };
}
