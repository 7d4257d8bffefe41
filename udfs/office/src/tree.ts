/** A whole tree of indicators at once: codes and their parents in, scores and coverage of every node out. */

import { mean, median, rounded, running } from "./arithmetic.js";
import type { Cell, Cells } from "./cells.js";
import { columnsOf } from "./cells.js";
import { stripped } from "./characters.js";
import { combine, type RollUp, type Unscored } from "./combine.js";
import { listed, numberText, plainText, refuse, repeated } from "./texts.js";

const ROOT = "TOTAL";

/** Codes and the code above each, with one root: TOTAL is added where several have none above them. */
export function parentsOf(named: Cells): { readonly keys: string[]; readonly above: string[] } {
  const keys = named.map((row) => codeOf(row[0]!));
  const known = new Set(keys);
  const above = named.map((row, place) => (columnsOf(named) > 1 ? codeOf(row[1]!) : longestAbove(keys[place]!, known)));
  if (above.filter((code) => code === "").length === 1) return { keys, above };
  return { keys: [...keys, ROOT], above: [...above.map((code) => code || ROOT), ""] };
}

/** A code as it is written: 1 for the number 1. */
function codeOf(value: Cell): string {
  if (typeof value === "number" && Number.isInteger(value)) return numberText(value).replace(/\.0$/, "");
  return value ? stripped(plainText(value)) : "";
}

/** The longest other code that a code begins with; A1 is not above A10. */
function longestAbove(code: string, known: ReadonlySet<string>): string {
  const chars = Array.from(code);
  for (let end = chars.length - 1; end > 0; end -= 1) {
    const head = chars.slice(0, end).join("");
    if (known.has(head) && !(isDigit(chars[end - 1]!) && isDigit(chars[end]!))) return head;
  }
  return "";
}

function isDigit(char: string): boolean {
  return char >= "0" && char <= "9";
}

/** An index: its nodes from the root down, and which lie below which. */
export interface Tree {
  readonly root: string;
  /** From the root down, siblings in the author's order. */
  readonly order: readonly string[];
  readonly children: ReadonlyMap<string, readonly string[]>;
  readonly weights: ReadonlyMap<string, number>;
}

/** Refuses codes that make no tree. */
export function treeOf(keys: readonly string[], above: readonly string[], weights: readonly number[]): Tree {
  const twice = repeated(keys);
  if (twice.length) {
    refuse(
      `代码 ${listed(twice)} 出现两次`,
      `the code ${listed(twice)} comes twice`,
      "每个 代码 只写一次",
      "give each code once",
    );
  }
  if (keys.includes("")) refuse("有节点没有代码", "a node has no code", "每个节点写代码", "give every node a code");
  const orphan = above.find((parent) => parent && !keys.includes(parent));
  if (orphan !== undefined) {
    refuse(
      `上级 ${orphan} 不存在`,
      `its parent ${orphan} is no node`,
      "改正，或加上该上级",
      "correct it, or add the parent",
    );
  }
  const children = new Map<string, string[]>();
  keys.forEach((key, place) => {
    const parent = above[place]!;
    children.set(parent, [...(children.get(parent) ?? []), key]);
  });
  const order = fromRoot(children);
  const lost = keys.filter((key) => !order.includes(key));
  if (lost.length) {
    refuse(
      `${listed(lost)} 的上级绕成了圈`,
      `${listed(lost)} go round in a circle`,
      "让每个节点都通到根",
      "let each lead up to the root",
    );
  }
  if (keys.length === 1) refuse("没有下级", "it has no children", "至少写一个末级指标", "give at least one leaf");
  const tree = { root: order[0]!, order, children, weights: new Map(keys.map((key, place) => [key, weights[place]!])) };
  for (const key of order) {
    const below = children.get(key);
    if (below && !below.some((child) => tree.weights.get(child)! > 0)) {
      refuse("下级的权重都是 0", "all its children weigh 0", "让其中一个大于 0", "give one of them a weight above 0");
    }
  }
  return tree;
}

function fromRoot(children: ReadonlyMap<string, readonly string[]>): string[] {
  const found = [...(children.get("") ?? [])];
  for (let place = 0; place < found.length; place += 1) found.push(...(children.get(found[place]!) ?? []));
  return found;
}

export type Columns = Map<string, number[]>;

/** Scores of all nodes: those of the leaves as they are (a number per unit), the others combined and rounded. */
export function composite(
  tree: Tree,
  leaves: ReadonlyMap<string, number[]>,
  method: RollUp,
  unscored: Unscored,
  digits: number | null,
): Columns {
  const scores: Columns = new Map(leaves);
  for (const code of [...tree.order].reverse()) {
    const below = tree.children.get(code);
    if (!below) continue;
    const weights = below.map((child) => tree.weights.get(child)!);
    const columns = below.map((child) => scores.get(child)!);
    const peers =
      unscored === "peer-mean" ? columns.map(mean) : unscored === "peer-median" ? columns.map(median) : null;
    const plain = method === "mean" && unscored === "leave-out";
    const combined = plain
      ? means(columns, weights)
      : columns[0]!.map((_, unit) => {
          const row = columns.map((column) => column[unit]!);
          return combine(method, unscored, row, weights, peers, running);
        });
    scores.set(
      code,
      combined.map((score) => rounded(score, digits)),
    );
  }
  return scores;
}

/** Weighted means over the scores that exist, for all units at once: the common case, and a fast path for large tables. */
function means(columns: readonly (readonly number[])[], weights: readonly number[]): number[] {
  const points = new Array<number>(columns[0]!.length).fill(0);
  const counted = points.slice();
  columns.forEach((column, place) => {
    const weight = weights[place]!;
    for (let unit = 0; unit < column.length; unit += 1) {
      const score = column[unit]!;
      if (score !== score) continue;
      points[unit]! += score * weight;
      counted[unit]! += weight;
    }
  });
  return points.map((total, unit) => (counted[unit]! > 0 ? total / counted[unit]! : NaN));
}

/** The share of the leaves below each node that have a score, by effective weight; NaN where nothing weighs. */
export function coverage(tree: Tree, leaves: ReadonlyMap<string, number[]>): Columns {
  const names = tree.order.filter((code) => !tree.children.has(code));
  const shares = leafShares(tree, names);
  const found: Columns = new Map();
  for (const leaf of names)
    found.set(
      leaf,
      leaves.get(leaf)!.map((score) => Number(score === score)),
    );
  for (const [code, parts] of shares) {
    const covered = new Array<number>(leaves.get(names[0]!)!.length).fill(0);
    names.forEach((leaf, place) => {
      const scored = found.get(leaf)!;
      for (let unit = 0; unit < covered.length; unit += 1) covered[unit]! += scored[unit]! * parts[place]!;
    });
    const whole = running(parts);
    found.set(
      code,
      covered.map((part) => part / whole),
    );
  }
  return found;
}

/** What each leaf weighs in each inner node: its share of the root, 0 outside the node. */
function leafShares(tree: Tree, leaves: readonly string[]): ReadonlyMap<string, number[]> {
  const share = new Map([[tree.root, 1]]);
  for (const code of tree.order) {
    const below = tree.children.get(code) ?? [];
    const whole = running(below.map((child) => tree.weights.get(child)!));
    for (const child of below) share.set(child, (share.get(code)! * tree.weights.get(child)!) / whole);
  }
  const found = new Map<string, number[]>();
  for (const code of [...tree.order].reverse()) {
    const below = tree.children.get(code);
    if (!below) continue;
    const parts = leaves.map((leaf) => (below.includes(leaf) ? share.get(leaf)! : 0));
    for (const child of below)
      found.get(child)?.forEach((part, place) => {
        parts[place]! += part;
      });
    found.set(code, parts);
  }
  return found;
}
