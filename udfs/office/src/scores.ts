/** From numbers to points: rules, ranks, stages, a table made comparable. */

import { costsOf, option, placesOf, vectorOf } from "./arguments.js";
import { type Numbers, rank, rounded, sum, type Ties } from "./arithmetic.js";
import {
  type Argument,
  type Cell,
  type Cells,
  cells,
  cellsIfAny,
  column,
  columnsOf,
  each,
  errorIn,
  errorOf,
  first,
  flat,
  isNothing,
  numbers,
  rowsOf,
  sameShape,
  shapeOf,
  sizeOf,
  transposed,
} from "./cells.js";
import { bandIndex } from "./rules/leaves.js";
import { fromParams, type Params, reading, type Rule } from "./rules/parameters.js";
import { isPeerRule, PEER_RULES, peerRule } from "./rules/peers.js";
import { isRule, ruleOfVector, RULES } from "./rules/registry.js";
import { Fault, type Lang, plainText, refuse, RuleFault, text, type Text, written } from "./texts.js";

const TIES: readonly Ties[] = ["competition", "dense", "mid"];

export function SX_SCORE(rule: Argument, values: Argument, parameters?: Argument, digits?: Argument): Cells {
  const [name, given] = inOrder(rule, values);
  const params = cellsIfAny(parameters);
  const places = placesOf(digits);
  const error = errorIn(given) ?? errorIn(params);
  if (error !== null) return [[error]];
  const score = name === "coverage" ? coveragePoints(given, params) : ruleScore(name, given, params);
  return [[rounded(score, places)]];
}

/** The rule and the values, whichever was written first. */
function inOrder(rule: Argument, values: Argument): readonly [string, Cells] {
  const named = sizeOf(cells(rule)) === 1 ? first(cells(rule)) : null;
  const other = first(cells(values));
  if (typeof named !== "string" && typeof other === "string" && isRule(other)) return [other, cells(rule)];
  return [plainText(named), cells(values)];
}

function coveragePoints(points: Cells, full: Cells): number {
  if (!sameShape(full, points)) {
    refuse(
      `values 是 ${shapeOf(points)}，满分是 ${shapeOf(full)}`,
      `values are ${shapeOf(points)} but full points ${shapeOf(full)}`,
      "两者形状要相同",
      "give both one shape",
    );
  }
  const worth = vectorOf(full);
  const answered = vectorOf(points)
    .map((value, place) => [value, worth[place]!] as const)
    .filter(([value]) => value === value);
  if (answered.some(([, most]) => most !== most)) {
    refuse("有得分的事项没有满分", "an item with points has no full points", "填写满分", "fill them in");
  }
  return reading([sum(answered.map(([value]) => value)), sum(answered.map(([, most]) => most))], 100);
}

function ruleScore(name: string, values: Cells, parameters: Cells): number {
  if (Math.min(rowsOf(values), columnsOf(values)) > 1) {
    refuse(
      `values 是 ${shapeOf(values)}`,
      `values are ${shapeOf(values)}`,
      "写一行或一列",
      "give one row or one column",
    );
  }
  const rule = ruleOf(name, parameters);
  const row = vectorOf(values);
  const [low, high] = rule.sizes;
  if (row.length < low || row.length > high) {
    const [zh, en] =
      low === high
        ? [`${low} 个`, String(low)]
        : high === 2
          ? [`${low} 个或 ${high} 个`, `${low} or ${high}`]
          : [`${low} 至 ${high} 个`, `${low} to ${high}`];
    refuse(
      `规则“${name}”给了 ${row.length} 个值`,
      `${row.length} values for rule ${written(name)}`,
      `应给 ${zh}`,
      `give ${en}`,
    );
  }
  return rule.score(row);
}

function ruleOf(name: string, parameters: Cells): Rule {
  if (!isRule(name)) {
    const known = Object.keys(RULES).join(", ");
    refuse(`没有规则“${name}”`, `unknown rule ${written(name)}`, `可用的有：${known}`, `use one of ${known}`);
  }
  const vector = vectorOf(parameters);
  const place = vector.findIndex(Number.isNaN) + 1;
  if (place) {
    refuse(
      `规则“${name}”的第 ${place} 个参数不是数`,
      `parameter ${place} of rule ${written(name)} is not a number`,
      "填写该参数",
      "fill it in",
    );
  }
  return ruleOrWhy(name, vector);
}

/** A leaf rule with its parameters in one line. */
function ruleOrWhy(name: string, vector: Numbers): Rule {
  return worded(
    () => ruleOfVector(name, vector),
    (why) => [
      text(
        `${vector.length} 个参数与规则“${name}”不符（${why.zh}）`,
        `${vector.length} parameters do not fit rule ${written(name)} (${why.en})`,
      ),
      text("按规则的顺序写全", "give them all, in the rule's order"),
    ],
  );
}

function worded<T>(make: () => T, words: (why: Text) => readonly [Text, Text]): T {
  try {
    return make();
  } catch (fault) {
    if (fault instanceof RuleFault) throw new Fault(...words(fault.told));
    throw fault;
  }
}

export function SX_NORMALIZE(
  values: Argument,
  method?: Argument,
  parameters?: Argument,
  directions?: Argument,
  digits?: Argument,
): Cells {
  const given = cells(values);
  const error = errorIn(given);
  if (error !== null) return [[error]];
  const places = placesOf(digits);
  const spec = specOf(first(cells(method)) || "minmax", parameters);
  const methods = new Map<boolean, Scorer>();
  const scorers = costsOf(directions, columnsOf(given)).map((cost) => {
    const made = methods.get(cost) ?? scorerOf(spec, cost);
    methods.set(cost, made);
    return made;
  });
  const scores = transposed(numbers(given)).map((readings, place) => scorers[place]!(readings));
  return transposed(scores.map((line) => line.map((score) => rounded(score, places))));
}

/** The readings of one indicator in, their scores out. */
type Scorer = (readings: Numbers) => number[];

interface Spec {
  readonly name: string;
  readonly params: Params;
  readonly options: Readonly<Record<string, string>>;
  readonly vector: Numbers | null;
}

/** A method with its parameters, in its order or by name. */
function specOf(method: Cell, parameters: Argument): Spec {
  const name = plainText(method);
  if (!isRule(name) && !isPeerRule(name)) {
    const known = Object.keys(PEER_RULES).join(", ");
    refuse(
      `没有方法“${name}”`,
      `unknown method ${written(method)}`,
      `可用的有：${known}、goalposts 等`,
      `use ${known}, goalposts …`,
    );
  }
  const given = cellsIfAny(parameters);
  if (columnsOf(given) === 2 && given.every(([field]) => typeof field === "string")) return namedSpec(name, given);
  const vector = vectorOf(given);
  if (!vector.length) return { name, params: {}, options: {}, vector: null };
  if (isPeerRule(name)) {
    refuse(
      `方法 ${name} 的参数没有名称`,
      `parameters of ${name} without names`,
      "写两列：名称和数值",
      "give two columns: name and value",
    );
  }
  ruleOrWhy(name, vector);
  return { name, params: {}, options: {}, vector };
}

function namedSpec(name: string, given: Cells): Spec {
  const params: Record<string, number> = {};
  const options: Record<string, string> = {};
  for (const [field, value] of given as readonly (readonly [string, Cell])[]) {
    if (isNothing(value)) continue;
    delete params[field];
    delete options[field];
    if (typeof value === "string") options[field] = value;
    else params[field] = Number(value);
  }
  return { name, params, options, vector: null };
}

function scorerOf(spec: Spec, cost: boolean): Scorer {
  const scorer = uncosted(spec);
  if (!cost) return scorer;
  const turns = isPeerRule(spec.name) || leafRule(spec).turns === true;
  if (!turns) {
    refuse(
      `方向是 -1，而 ${spec.name} 的参数已说明哪一端好`,
      `the direction is -1, and the parameters of ${spec.name} say which end is good`,
      "把参数对调，方向写 1",
      "turn the parameters round, and give the direction 1",
    );
  }
  if ("cost" in spec.params || spec.vector) {
    refuse(
      "规则和 `directions` 都写了 cost",
      "both the rule and `directions` speak of cost",
      "只写一处",
      "say it once",
    );
  }
  return uncosted({ ...spec, params: { ...spec.params, cost: 1 } });
}

function uncosted(spec: Spec): Scorer {
  const make = (): Scorer => {
    if (isPeerRule(spec.name)) {
      const rule = peerRule(spec.name, spec.params, spec.options);
      return (readings) => rule.score(readings);
    }
    const rule = leafRule(spec);
    return (readings) => readings.map((value) => rule.score([value]));
  };
  const scorer = worded(make, (why) => [
    why,
    text("改正规则（docs/methods.md）", "correct the rule (docs/en/methods.md)"),
  ]);
  if (!isPeerRule(spec.name)) refuseMany(spec, leafRule(spec));
  return scorer;
}

function leafRule({ name, params, options, vector }: Spec): Rule {
  const peers = Object.keys(PEER_RULES).join(", ");
  if (Object.keys(options).length) {
    throw new RuleFault(
      text(
        `规则 ${name} 没有选项（只有与其他单位比较的规则才有：${peers}）`,
        `rule ${name} takes no options (only rules over peers do: ${peers})`,
      ),
    );
  }
  return vector ? ruleOfVector(name, vector) : fromParams(name, RULES[name]!, params);
}

function refuseMany(spec: Spec, rule: Rule): void {
  const [least] = rule.sizes;
  if (least > 1) {
    refuse(
      `规则 ${spec.name} 要 ${least} 个以上的数，一列只有一个`,
      `rule ${spec.name} takes ${least} numbers or more, and a column has one`,
      "先算出这一个数，再计分",
      "compute the one number first, and score that",
    );
  }
}

export function SX_RANK(scores: Argument, ties?: Argument, decimals?: Argument): Cells {
  const given = cells(scores);
  const error = errorIn(given);
  if (error !== null) return each(given, () => error);
  const how = option(TIES, "ties", ties, "competition");
  const places = placesOf(decimals);
  const ranks = rank(
    vectorOf(given).map((score) => rounded(score, places)),
    how,
  );
  return each(given, (_, row, place) => ranks[row * columnsOf(given) + place]!);
}

const FOUR_STAGES: readonly (readonly [number, Text])[] = [
  [0, text("起步期", "Starting")],
  [55, text("发展期", "Developing")],
  [70, text("提升期", "Improving")],
  [85, text("飞跃期", "Leaping")],
];

/** As the other functions, with the language of the stages that are taken where none are given. */
export function stages(lang: Lang) {
  return function SX_STAGE(scores: Argument, thresholds?: Argument, names?: Argument, boundary?: Argument): Cells {
    const given = cells(scores);
    const [bounds, words] = bandsOf(thresholds, names, lang);
    const limits = limitsOf(bounds, words.length);
    const upper = option(["lower", "upper"], "boundary", boundary, "lower") === "upper";
    const scored = numbers(given);
    return each(
      given,
      (value, row, place) => errorOf(value) ?? words[bandIndex(scored[row]![place]!, limits, upper)] ?? "",
    );
  };
}

function bandsOf(thresholds: Argument, names: Argument, lang: Lang): readonly [Cells, readonly Cell[]] {
  const given = cells(thresholds);
  if (!isNothing(first(cells(names)))) return [given, flat(cells(names))];
  if (sizeOf(given) === 1 && isNothing(first(given))) {
    return [[FOUR_STAGES.map(([start]) => start)], FOUR_STAGES.map(([, name]) => name[lang])];
  }
  if (columnsOf(given) === 2) return [column(given.map((row) => row[0]!)), given.map((row) => row[1]!)];
  return [given, []];
}

function limitsOf(thresholds: Cells, count: number): number[] {
  const limits = vectorOf(thresholds);
  if (limits.length !== count) {
    refuse(
      `起点 ${limits.length} 个，名称 ${count} 个`,
      `${limits.length} thresholds, ${count} names`,
      "名称与起点要一样多",
      "give as many names",
    );
  }
  if (limits.some((limit, place) => !(limit < (limits[place + 1] ?? Infinity)))) {
    refuse("起点没有依次增大", "the thresholds do not increase", "从低到高写", "give numbers from the lowest up");
  }
  return limits;
}
