/** All leaf rules by name. */

import type { Numbers } from "../arithmetic.js";
import {
  bands,
  direct,
  efficacy,
  goalposts,
  loggoalposts,
  own,
  piecewise,
  quotient,
  range,
  rubric,
  survey,
  target,
} from "./leaves.js";
import { fromVector, type Rule, type RuleKind } from "./parameters.js";
import { bonus, count, criteria, deduction, panel } from "./points.js";

/** Name of a leaf rule → how it is made. */
export const RULES: Readonly<Record<string, RuleKind>> = {
  coverage: quotient,
  ratio: quotient,
  goalposts,
  bands,
  rubric,
  survey,
  direct,
  target,
  range,
  efficacy,
  piecewise,
  loggoalposts,
  criteria,
  count,
  deduction,
  bonus,
  panel,
  own,
};

/** Whether a name is a rule's, and no name that every object has. */
export function isRule(name: string): boolean {
  return Object.prototype.hasOwnProperty.call(RULES, name);
}

export function ruleOfVector(name: string, vector: Numbers): Rule {
  return fromVector(name, RULES[name]!, vector);
}
