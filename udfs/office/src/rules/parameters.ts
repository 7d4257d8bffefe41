/** What rules share: how one is made of a column of numbers or of named parameters, and the number of two inputs. */

import type { Numbers } from "../arithmetic.js";
import { general, refuseRule, type Text, text } from "../texts.js";

export type Params = Readonly<Record<string, number | Numbers>>;

/** A leaf rule with its parameters. */
export interface Rule {
  /** The least and the most numbers that it takes. */
  readonly sizes: readonly [number, number];
  /** Whether it has a parameter `cost`. */
  readonly turns?: boolean;
  /** The score of one row; NaN where there is none. */
  score(row: Numbers): number;
}

/** A kind of leaf rule: its parameters (those without a default are null; `lists` hold several numbers) and how it is made. */
export interface RuleKind {
  readonly fields: readonly (readonly [string, number | null])[];
  readonly lists: readonly string[];
  /** Whether its lists may be left out. */
  readonly listsOptional?: boolean;
  make(single: Readonly<Record<string, number>>, several: Readonly<Record<string, Numbers>>): Rule;
  /** Other ways of being made than that of all rules. */
  ofVector?(vector: Numbers): Rule;
  ofParams?(params: Params): Rule;
  /** Values of parameters that were not given and follow from others. */
  defaults?(params: Params): Params;
}

export function numbersOf(value: number | Numbers): Numbers {
  return typeof value === "number" ? [value] : value;
}

/** Refuses numbers in one column of which one is none. */
export function refuseInfinite(name: string, vector: Numbers): void {
  if (!vector.every(Number.isFinite)) {
    refuseRule(`规则 ${name} 的参数中有不是有限的数`, `rule ${name} has a parameter that is no finite number`);
  }
}

/** A rule from its parameters in one column: the single numbers first, then the lists, which share the rest evenly. */
export function fromVector(name: string, kind: RuleKind, vector: Numbers): Rule {
  if (kind.ofVector) return kind.ofVector(vector);
  refuseInfinite(name, vector);
  const { fields, lists } = kind;
  const lacking = fields.slice(vector.length).filter(([, value]) => value === null);
  if (lacking.length) {
    const names = lacking.map(([field]) => field).join(", ");
    refuseRule(`规则 ${name} 缺少参数 ${names}`, `rule ${name} needs the parameter ${names}`);
  }
  const rest = vector.slice(fields.length);
  const size = Math.floor(rest.length / (lists.length || 1));
  if (rest.length % (lists.length || 1) || (rest.length && !lists.length)) {
    refuseRule(
      `规则 ${name} 有 ${fields.length} 个单独的数和 ${lists.length} 组数`,
      `rule ${name} has ${fields.length} single numbers and ${lists.length} lists`,
    );
  }
  const single: Record<string, number> = {};
  fields.forEach(([field, value], place) => {
    single[field] = vector[place] ?? value!;
  });
  const several: Record<string, Numbers> = {};
  lists.forEach((list, place) => {
    several[list] = rest.slice(size * place, size * (place + 1));
  });
  return kind.make(single, several);
}

/** A rule from named parameters. */
export function fromParams(name: string, kind: RuleKind, params: Params): Rule {
  if (kind.ofParams) return kind.ofParams(params);
  const given = { ...kind.defaults?.(params), ...params };
  const names = [...kind.fields.map(([field]) => field), ...kind.lists];
  refuseUnknown(name, params, names);
  const needed = kind.fields.filter(([, value]) => value === null).map(([field]) => field);
  refuseMissing(name, given, kind.listsOptional ? needed : [...needed, ...kind.lists]);
  const single: Record<string, number> = {};
  for (const [field, value] of kind.fields) single[field] = (given[field] as number | undefined) ?? value!;
  const several: Record<string, Numbers> = {};
  for (const list of kind.lists) several[list] = numbersOf(given[list] ?? []);
  return kind.make(single, several);
}

export function refuseUnknown(name: string, params: Params, names: readonly string[]): void {
  const unknown = Object.keys(params)
    .filter((given) => !names.includes(given))
    .sort();
  if (!unknown.length) return;
  const allowed: Text = names.length ? same([...names].sort().join(", ")) : text("无", "none");
  refuseRule(
    `规则 ${name} 没有参数 ${unknown.join(", ")}（可用的有：${allowed.zh}）`,
    `unknown parameter ${unknown.join(", ")} (rule ${name} takes: ${allowed.en})`,
  );
}

export function refuseMissing(name: string, given: Params, needed: readonly string[]): void {
  const missing = needed.filter((field) => !(field in given)).sort();
  if (missing.length) {
    refuseRule(`规则 ${name} 缺少参数 ${missing.join(", ")}`, `rule ${name} needs the parameter ${missing.join(", ")}`);
  }
}

function same(words: string): Text {
  return text(words, words);
}

export function checkFlag(name: string, value: number): void {
  if (value !== 0 && value !== 1) {
    refuseRule(
      `${name} 是 ${general(value)}：写 1（是）或 0（否）`,
      `${name} is ${general(value)}: write 1 (yes) or 0 (no)`,
    );
  }
}

export function checkFull(full: number): void {
  if (full <= 0) {
    refuseRule(`full 是 ${general(full)}：满分要大于 0`, `full is ${general(full)}: full points must be above 0`);
  }
}

/** The one number of one or two inputs: `per` times their quotient; NaN where the denominator is 0. */
export function reading(row: Numbers, per: number): number {
  if (row.length === 1) return row[0]!;
  return row[1] === 0 ? NaN : (per * row[0]!) / row[1]!;
}

/** A rule of single numbers. */
export function plainRule(fields: RuleKind["fields"], make: (p: Readonly<Record<string, number>>) => Rule): RuleKind {
  return { fields, lists: [], make };
}

export function oneReading(score: (value: number) => number, per: number, turns = false): Rule {
  return { sizes: [1, 2], turns, score: (row) => score(reading(row, per)) };
}
