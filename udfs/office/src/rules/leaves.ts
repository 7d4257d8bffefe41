/** The rules that score an indicator by its own numbers. */

import { clip, type Numbers, roundHalfAway, sum } from "../arithmetic.js";
import { general, refuseRule } from "../texts.js";
import {
  checkFlag,
  checkFull,
  numbersOf,
  oneReading,
  type Params,
  plainRule,
  reading,
  refuseInfinite,
  refuseMissing,
  refuseUnknown,
  type Rule,
  type RuleKind,
} from "./parameters.js";

const SETTLED = 10;
const FAR = 100;

/** The index of the band of a score; below the first threshold the first band holds. NaN has none. */
export function bandIndex(score: number, thresholds: Numbers, upper: boolean): number {
  const value = roundHalfAway(score, SETTLED);
  if (value !== value) return NaN;
  const reached = thresholds.filter((limit) => (upper ? limit < value : limit <= value)).length;
  return Math.max(reached - 1, 0);
}

export function checkBands(thresholds: Numbers, points: Numbers): void {
  if (thresholds.length !== points.length || !thresholds.length) {
    refuseRule(
      `thresholds 有 ${thresholds.length} 个，points 有 ${points.length} 个：要一一对应`,
      `${thresholds.length} thresholds but ${points.length} points: give one for each`,
    );
  }
  if (!rises(thresholds)) refuseRule("thresholds 要依次增大", "thresholds must increase");
}

function rises(values: Numbers): boolean {
  return values.every((value, place) => place === 0 || !(value <= values[place - 1]!));
}

export const quotient: RuleKind = plainRule([], () => ({ sizes: [2, 2], score: (row) => reading(row, 100) }));

export const goalposts = plainRule(
  [
    ["worst", null],
    ["best", null],
    ["per", 100],
  ],
  ({ worst, best, per }) => {
    refuseEqualEnds(worst!, best!);
    return oneReading((value) => 100 * clip((value - worst!) / (best! - worst!), 0, 1), per!);
  },
);

function refuseEqualEnds(worst: number, best: number): void {
  if (worst === best) {
    refuseRule(
      `worst 和 best 都是 ${general(worst)}：两者之间没有可计分的范围`,
      `worst and best are both ${general(worst)}: there is nothing between them to score`,
    );
  }
}

function bandPoints(thresholds: Numbers, points: Numbers, upper: boolean, per: number): Rule {
  checkBands(thresholds, points);
  return oneReading((value) => points[bandIndex(value, thresholds, upper)] ?? NaN, per);
}

export const bands: RuleKind = {
  ...plainRule([], () => ({ sizes: [1, 2], score: () => NaN })),
  ofVector(vector) {
    refuseInfinite("bands", vector);
    if (vector.length < 2) {
      refuseRule("规则 bands 缺少参数 upper, per", "rule bands needs the parameter upper, per");
    }
    const size = Math.floor((vector.length - 2) / 2);
    return bandPoints(vector.slice(2, 2 + size), vector.slice(2 + size), vector[0] !== 0, vector[1]!);
  },
  ofParams(params) {
    refuseUnknown("bands", params, ["thresholds", "points", "upper", "per"]);
    refuseMissing("bands", params, ["thresholds", "points"]);
    const upper = numbersOf(params["upper"] ?? 0)[0] !== 0;
    const per = numbersOf(params["per"] ?? 100)[0]!;
    return bandPoints(numbersOf(params["thresholds"]!), numbersOf(params["points"]!), upper, per);
  },
};

export const rubric = plainRule([], () => ({ sizes: [1, 1], score: (row) => 100 * row[0]! }));

function surveyOf(points: Numbers): Rule {
  return {
    sizes: [points.length, points.length],
    score(row) {
      const total = sum(row);
      return total === 0 ? NaN : (100 * row.reduce((all, count, place) => all + count * points[place]!, 0)) / total;
    },
  };
}

export const survey: RuleKind = {
  ...rubric,
  ofVector(vector) {
    refuseInfinite("survey", vector);
    return surveyOf(vector);
  },
  ofParams(params) {
    if (Object.keys(params).join() !== "points") {
      refuseRule(
        "规则 survey 按指标的选项组计分，没有其他参数",
        "rule survey takes its points from the scale of the indicator and no other parameter",
      );
    }
    return surveyOf(numbersOf(params["points"]!));
  },
};

export const direct = plainRule([["full", 100]], ({ full }) => {
  checkFull(full!);
  return { sizes: [1, 1], score: (row) => (100 * row[0]!) / full! };
});

export const target = plainRule(
  [
    ["target", null],
    ["cost", 0],
    ["zero", 100],
    ["per", 100],
  ],
  (p) => {
    const aim = p["target"]!;
    checkFlag("cost", p["cost"]!);
    if (aim <= 0) {
      refuseRule(
        `target 是 ${general(aim)}：比率的目标要大于 0`,
        `target is ${general(aim)}: a ratio needs a target above 0`,
      );
    }
    const benefit = (value: number): number => 100 * clip(value / aim, 0, 1);
    const cost = (value: number): number => (value <= 0 ? p["zero"]! : 100 * Math.min(1, aim / value));
    return oneReading(p["cost"] ? cost : benefit, p["per"]!, true);
  },
);

export const range = plainRule(
  [
    ["lowest", null],
    ["low", null],
    ["high", null],
    ["highest", null],
    ["per", 100],
  ],
  (p) => {
    const [lowest, low, high, highest] = [p["lowest"]!, p["low"]!, p["high"]!, p["highest"]!];
    if (!(lowest < low && low <= high && high < highest)) {
      refuseRule(
        `lowest ${general(lowest)}、low ${general(low)}、high ${general(high)}、highest ${general(highest)} ` +
          "要依次增大（只有 low 和 high 可以相等）",
        `lowest ${general(lowest)}, low ${general(low)}, high ${general(high)}, highest ${general(highest)}: ` +
          "they must increase (only low and high may be equal)",
      );
    }
    return oneReading((value) => {
      const rising = (value - lowest) / (low - lowest);
      const falling = (highest - value) / (highest - high);
      return 100 * clip(Math.min(rising, falling), 0, 1);
    }, p["per"]!);
  },
);

export const efficacy: RuleKind = {
  fields: [
    ["unacceptable", null],
    ["satisfactory", null],
    ["base", 60],
    ["span", 40],
    ["geometric", 0],
    ["per", 100],
  ],
  lists: ["limits"],
  listsOptional: true,
  make(p, { limits }) {
    const [low, high, base, span, bounds] = [p["unacceptable"]!, p["satisfactory"]!, p["base"]!, p["span"]!, limits!];
    checkEfficacy(low, high, base, span, p["geometric"]!, bounds);
    return oneReading((value) => {
      const distance = (value - low) / (high - low);
      const points = p["geometric"]
        ? base * ((base + span) / base) ** clip(distance, -FAR, FAR)
        : base + span * distance;
      return bounds.length ? clip(points, bounds[0]!, bounds[1]!) : points;
    }, p["per"]!);
  },
};

function checkEfficacy(
  low: number,
  high: number,
  base: number,
  span: number,
  geometric: number,
  limits: Numbers,
): void {
  checkFlag("geometric", geometric);
  if (low === high) {
    refuseRule(
      `unacceptable 和 satisfactory 都是 ${general(low)}：两者要不同`,
      `unacceptable and satisfactory are both ${general(low)}: they must differ`,
    );
  }
  if (span <= 0) refuseRule(`span 是 ${general(span)}：要大于 0`, `span is ${general(span)}: it must be above 0`);
  if (geometric && !(base >= 1 && span <= 1000)) {
    refuseRule(
      "geometric 要求 base 不小于 1、span 不大于 1000",
      "geometric needs a base of at least 1 and a span of at most 1000",
    );
  }
  if (limits.length && !(limits.length === 2 && limits[0]! < limits[1]!)) {
    refuseRule("limits 是两个数：最低分和最高分", "limits are two numbers: the lowest and the highest score");
  }
}

export const piecewise: RuleKind = {
  fields: [
    ["below", null],
    ["above", null],
    ["per", 100],
  ],
  lists: ["values", "points"],
  defaults(params): Params {
    const points = numbersOf(params["points"] ?? []);
    return points.length ? { below: points[0]!, above: points[points.length - 1]! } : {};
  },
  make(p, several) {
    const [values, points] = [several["values"]!, several["points"]!];
    if (values.length !== points.length || values.length < 2) {
      refuseRule(
        `values 有 ${values.length} 个，points 有 ${points.length} 个：要一一对应，至少 2 个`,
        `${values.length} values but ${points.length} points: give one for each, at least 2`,
      );
    }
    if (!rises(values)) {
      refuseRule(
        "values 要依次增大（越小越好时，让 points 依次减小）",
        "values must increase (where less is better, let the points fall)",
      );
    }
    return oneReading((reading) => {
      const value = roundHalfAway(reading, SETTLED);
      if (value !== value) return NaN;
      if (value < values[0]!) return p["below"]!;
      return value > values[values.length - 1]! ? p["above"]! : between(value, values, points);
    }, p["per"]!);
  },
};

function between(value: number, values: Numbers, points: Numbers): number {
  const place = values.filter((standard) => standard <= value).length - 1;
  if (values[place] === value) return points[place]!;
  const slope = (points[place + 1]! - points[place]!) / (values[place + 1]! - values[place]!);
  return slope * (value - values[place]!) + points[place]!;
}

export const loggoalposts = plainRule(
  [
    ["worst", null],
    ["best", null],
    ["per", 100],
  ],
  ({ worst, best, per }) => {
    if (worst! <= 0 || best! <= 0) {
      refuseRule(
        `worst 是 ${general(worst!)}，best 是 ${general(best!)}：取对数时两者都要大于 0`,
        `worst ${general(worst!)}, best ${general(best!)}: a logarithm needs both above 0`,
      );
    }
    refuseEqualEnds(worst!, best!);
    const [start, end] = [Math.log(worst!), Math.log(best!)];
    return oneReading((value) => (value > 0 ? 100 * clip((Math.log(value) - start) / (end - start), 0, 1) : NaN), per!);
  },
);

export const own: RuleKind = {
  ...rubric,
  ofVector(vector) {
    return refuseRule(
      `自定公式写在单元格中，不能写成 ${vector.length} 个参数`,
      `an own formula is written into the cell, not into ${vector.length} parameters`,
    );
  },
  ofParams(params) {
    const names = Object.keys(params).join(", ");
    if (!names) {
      return refuseRule(
        "规则 own 需要 `formula`，以数值项代码写成，如 MIN(100,100*a/b)",
        "rule own needs a `formula` over the codes of the inputs, e.g. MIN(100,100*a/b)",
      );
    }
    return refuseRule(
      `规则 own 只用 \`formula\`，不用参数（写了 ${names}）`,
      `rule own takes a \`formula\` and no parameters (not ${names})`,
    );
  },
};
