/** The rules that place a unit's reading among those of its peers: the readings of one indicator in, their scores out. */

import {
  highest,
  known,
  lowest,
  mean,
  type Numbers,
  rank,
  roundHalfAway,
  shown,
  spread,
  type Ties,
} from "../arithmetic.js";
import { general, refuse, refuseRule, text, written } from "../texts.js";
import { bandIndex, checkBands } from "./leaves.js";
import { checkFlag, numbersOf, type Params } from "./parameters.js";

const SETTLED = 10;
const NOISE = 1e-12;

/** A rule over peers with its parameters. */
export interface PeerRule {
  score(readings: Numbers): number[];
}

interface Given {
  number(name: string): number;
  list(name: string): Numbers;
  word(name: string): string;
  has(name: string): boolean;
}

/** A kind of rule over peers: its fields in order with their defaults (null: none), which are words, which are lists. */
interface PeerKind {
  readonly fields: readonly (readonly [string, number | string | null])[];
  readonly words: Readonly<Record<string, readonly string[]>>;
  readonly lists?: readonly string[];
  /** Parameters that may be left out though they have no default. */
  readonly absent?: readonly string[];
  make(given: Given): PeerRule;
}

const COST: readonly [string, number] = ["cost", 0];
const PER: readonly [string, number] = ["per", 100];
const OF = ["inclusive", "share"] as const;

function worstFirst(readings: Numbers, cost: number, ties: Ties = "competition"): number[] {
  return rank(cost ? readings : readings.map((value) => -value), ties);
}

/** The mean; NaN where it is 0 to 12 digits of the largest reading, so that nothing is its share. */
function meanOffZero(readings: Numbers): number {
  const middle = mean(readings);
  const largest = Math.max(highest(readings), -lowest(readings));
  return Math.abs(middle) <= NOISE * largest ? NaN : middle;
}

function percentile(readings: Numbers, of: string, cost: number): number[] {
  const count = known(readings).length;
  const ranks = worstFirst(readings, cost);
  if (of === "share") return ranks.map((place) => (100 * place) / Math.max(count, 1));
  return ranks.map((place) => (100 * (place - 1)) / (count > 1 ? count - 1 : NaN));
}

const minmax: PeerKind = {
  fields: [["low", 0], ["high", 100], COST, PER],
  words: {},
  make(given) {
    const [low, high] = [given.number("low"), given.number("high")];
    if (low >= high) {
      refuseRule(
        `low 是 ${general(low)}，high 是 ${general(high)}：low 要小于 high（越小越好时用 cost）`,
        `low is ${general(low)} and high ${general(high)}: low must be below high (less is better: cost)`,
      );
    }
    return {
      score(readings) {
        const [least, most] = [lowest(readings), highest(readings)];
        const distance = shown(least) === shown(most) ? NaN : most - least;
        return readings.map((value) => {
          const above = given.number("cost") ? most - value : value - least;
          return (above / distance) * (high - low) + low;
        });
      },
    };
  },
};

const zscore: PeerKind = {
  fields: [["centre", 0], ["spread", 1], ["ddof", 1], COST, PER],
  words: {},
  make(given) {
    const [centre, wide, ddof] = [given.number("centre"), given.number("spread"), given.number("ddof")];
    checkFlag("ddof", ddof);
    if (wide <= 0) {
      refuseRule(
        `spread 是 ${general(wide)}：要大于 0（越小越好时用 cost）`,
        `spread is ${general(wide)}: it must be above 0 (less is better: cost)`,
      );
    }
    return {
      score(readings) {
        const middle = mean(readings);
        const better = readings.map((value) => (given.number("cost") ? middle - value : value - middle));
        const equal = shown(lowest(readings)) === shown(highest(readings));
        const deviation = equal ? NaN : spread(better, ddof);
        return better.map((value) => (value / deviation) * wide + centre);
      },
    };
  },
};

const aroundmean: PeerKind = {
  fields: [["p", null], ["above", 1], ["within", 0], ["below", -1], COST, PER],
  words: {},
  make(given) {
    const [p, above, within, below] = ["p", "above", "within", "below"].map(given.number) as [
      number,
      number,
      number,
      number,
    ];
    if (!(p >= 0 && p < 1)) {
      refuseRule(
        `p 是 ${general(p)}：它是平均数的比例，0 至 1（0.2 即 20%）`,
        `p is ${general(p)}: it is a share of the mean from 0 to 1 (0.2: 20 %)`,
      );
    }
    if (!(above >= within && within >= below)) {
      refuseRule("above、within、below 不能依次增大", "above, within and below must not increase in this order");
    }
    return {
      score(readings) {
        const middle = meanOffZero(readings);
        return readings.map((value) => {
          const better = given.number("cost") ? middle - value : value - middle;
          const share = roundHalfAway(better / Math.abs(middle), SETTLED);
          if (share !== share) return NaN;
          return share > p ? above : share < -p ? below : within;
        });
      },
    };
  },
};

const peerRank: PeerKind = {
  fields: [["ties", "competition"], ["first", 1], COST, PER],
  words: { ties: ["competition", "dense", "mid"] },
  make(given) {
    const [first, cost, ties] = [given.number("first"), given.number("cost"), given.word("ties") as Ties];
    return { score: (readings) => worstFirst(readings, cost, ties).map((place) => first - 1 + place) };
  },
};

const percentiles: PeerKind = {
  fields: [["of", null], COST, PER],
  words: { of: OF },
  make(given) {
    return { score: (readings) => percentile(readings, given.word("of"), given.number("cost")) };
  },
};

const categories: PeerKind = {
  fields: [["of", null], ["thresholds", null], ["points", null], ["upper", 0], COST, PER],
  words: { of: OF },
  lists: ["thresholds", "points"],
  make(given) {
    const [limits, points, upper] = [given.list("thresholds"), given.list("points"), given.number("upper")];
    checkFlag("upper", upper);
    checkBands(limits, points);
    if (limits[0]! < 0 || limits[limits.length - 1]! > 100) {
      refuseRule(
        "thresholds 是百分位：在 0 至 100 之间",
        "thresholds are percentile ranks: they lie between 0 and 100",
      );
    }
    return {
      score(readings) {
        const shares = percentile(readings, given.word("of"), given.number("cost"));
        return shares.map((share) => points[bandIndex(share, limits, upper !== 0)] ?? NaN);
      },
    };
  },
};

const distance: PeerKind = {
  fields: [["to", null], ["form", "scaled"], ["reference", ""], ["target", null], ["full", 100], ["cap", 0], COST, PER],
  words: {
    to: ["best", "worst", "mean", "target", "reference"],
    form: ["scaled", "ratio", "difference"],
    reference: [],
  },
  absent: ["target"],
  make(given) {
    checkDistance(given);
    const [to, form, full] = [given.word("to"), given.word("form"), given.number("full")];
    const [cost, cap] = [given.number("cost") !== 0, given.number("cap") !== 0];
    const pointOf = (readings: Numbers): number => {
      if (to === "reference") return readings[placeOf(given.word("reference"), readings.length)]!;
      if (to === "target") return given.number("target");
      if (to === "mean") return mean(readings);
      return (to === "best") !== cost ? highest(readings) : lowest(readings);
    };
    return {
      score(readings) {
        if (form === "scaled") return scaled(readings, pointOf(readings), cost, cap).map((share) => full * share);
        const given = to === "mean" ? meanOffZero(readings) : pointOf(readings);
        const point = to !== "mean" && given === 0 ? NaN : given;
        if (form === "ratio") return readings.map((value) => full * ratio(value, point, cost, cap));
        return readings.map((value) => full * ((cost ? point - value : value - point) / Math.abs(point)));
      },
    };
  },
};

/** The row that a reference names: units have no names here, they count from 0. */
function placeOf(unit: string, count: number): number {
  for (let place = 0; place < count; place += 1) if (String(place) === unit) return place;
  return refuse(
    `没有参照单位“${unit}”`,
    `there is no reference unit ${written(unit)}`,
    "按索引中的写法写",
    "name it as the index does",
  );
}

function scaled(readings: Numbers, point: number, cost: boolean, cap: boolean): number[] {
  const worst = cost ? highest(readings) : lowest(readings);
  const reached = cost ? shown(point) >= shown(worst) : shown(point) <= shown(worst);
  return readings.map((value) => {
    const share = (value - worst) / (reached ? NaN : point - worst);
    if (!cap || value !== value) return share;
    return reached ? 1 : Math.min(share, 1);
  });
}

function ratio(value: number, point: number, cost: boolean, cap: boolean): number {
  const positive = point > 0 ? point : NaN;
  const share = cost ? positive / (value > 0 ? value : NaN) : value / positive;
  return cap ? Math.min(share, 1) : share;
}

function checkDistance(given: Given): void {
  const [to, form, full] = [given.word("to"), given.word("form"), given.number("full")];
  checkFlag("cap", given.number("cap"));
  if (full <= 0) refuseRule(`full 是 ${general(full)}：要大于 0`, `full is ${general(full)}: it must be above 0`);
  checkPoint(given, to, form);
  if (to === "worst" && form === "scaled") {
    refuseRule(
      "to worst 只能与 ratio 或 difference 同用：以最差为起点时它是 0",
      "to worst needs the form ratio or difference: on the scale from the worst it is 0",
    );
  }
  if (given.number("cap") && form === "difference") {
    refuseRule(
      "cap 只用于 scaled 和 ratio：difference 在该点为 0",
      "cap is for the forms scaled and ratio: a difference is 0 at its point",
    );
  }
}

function checkPoint(given: Given, to: string, form: string): void {
  const target = given.has("target") ? given.number("target") : null;
  if ((target !== null) !== (to === "target")) {
    refuseRule(
      "参数 target 与选项 to: target 要同时写",
      "the parameter target and the option to: target need each other",
    );
  }
  if ((given.word("reference") !== "") !== (to === "reference")) {
    refuseRule(
      "选项 reference（单位代码）与 to: reference 要同时写",
      "the option reference (the code of a unit) and to: reference need each other",
    );
  }
  if (target !== null && form === "ratio" && target <= 0) {
    refuseRule(
      `target 是 ${general(target)}：比率的目标要大于 0`,
      `target is ${general(target)}: a ratio needs a target above 0`,
    );
  }
  if (target === 0 && form === "difference") {
    refuseRule("target 是 0：与它的相对差没有值", "target is 0: a difference relative to it has no value");
  }
}

/** Name of a rule over peers → how it is made. */
export const PEER_RULES: Readonly<Record<string, PeerKind>> = {
  minmax,
  zscore,
  rank: peerRank,
  percentile: percentiles,
  distance,
  aroundmean,
  categories,
};

export function isPeerRule(name: string): boolean {
  return Object.prototype.hasOwnProperty.call(PEER_RULES, name);
}

/** A rule over peers from numbers and words by name. */
export function peerRule(name: string, params: Params, options: Readonly<Record<string, string>>): PeerRule {
  const kind = PEER_RULES[name]!;
  const fields = kind.fields.map(([field]) => field);
  const words = Object.keys(kind.words);
  checkKinds(fields, kind, params, options);
  refuseOthers(
    name,
    true,
    Object.keys(params),
    fields.filter((field) => !words.includes(field)),
  );
  refuseOthers(name, false, Object.keys(options), words);
  const needed = kind.fields
    .filter(([field, value]) => value === null && !kind.absent?.includes(field))
    .map(([field]) => field)
    .filter((field) => !(field in params) && !(field in options));
  if (needed.length) {
    const zh = needed.map((field) => `${words.includes(field) ? "选项" : "参数"} ${field}`);
    const en = needed.map((field) => `${words.includes(field) ? "option" : "parameter"} ${field}`);
    refuseRule(`规则 ${name} 缺少${zh.join("、")}`, `rule ${name} needs the ${en.join(", the ")}`);
  }
  const given = givenOf(kind, params, options);
  check(kind, given);
  return kind.make(given);
}

function givenOf(kind: PeerKind, params: Params, options: Readonly<Record<string, string>>): Given {
  const defaults = new Map(kind.fields);
  return {
    number: (field) => (params[field] ?? defaults.get(field)) as number,
    list: (field) => numbersOf(params[field]!),
    word: (field) => options[field] ?? (defaults.get(field) as string),
    has: (field) => field in params,
  };
}

function check(kind: PeerKind, given: Given): void {
  checkFlag("cost", given.number("cost"));
  for (const [option, allowed] of Object.entries(kind.words)) {
    const word = given.word(option);
    if (allowed.length && !allowed.includes(word)) {
      refuseRule(
        `${option} 是“${word}”：应为 ${allowed.join("、")} 之一`,
        `${option} is ${written(word)}: write ${allowed.join(" or ")}`,
      );
    }
  }
}

function checkKinds(
  fields: readonly string[],
  kind: PeerKind,
  params: Params,
  options: Readonly<Record<string, string>>,
): void {
  const [number] = fields.filter((field) => !(field in kind.words) && field in options).sort();
  if (number !== undefined) {
    refuseRule(
      `参数 ${number} 要写数，不能写“${options[number]}”`,
      `parameter ${number} takes a number, not the word ${written(options[number])}`,
    );
  }
  const [word] = Object.keys(kind.words)
    .filter((field) => field in params)
    .sort();
  if (word !== undefined) {
    const words = kind.words[word]!;
    const choice = words.length ? text(words.join("、"), words.join(" or ")) : text("单位的代码", "the code of a unit");
    refuseRule(`选项 ${word} 要写词：${choice.zh}`, `option ${word} takes a word: ${choice.en}`);
  }
}

function refuseOthers(rule: string, parameters: boolean, given: readonly string[], allowed: readonly string[]): void {
  const unknown = given.filter((name) => !allowed.includes(name)).sort();
  if (!unknown.length) return;
  const kind = parameters ? text("参数", "parameter") : text("选项", "option");
  const names = [...allowed].sort().join(", ");
  const takes = names ? text(names, names) : text("无", `no ${kind.en}s`);
  refuseRule(
    `规则 ${rule} 没有${kind.zh} ${unknown.join(", ")}（可用的有：${takes.zh}）`,
    `unknown ${kind.en} ${unknown.join(", ")} (rule ${rule} takes: ${takes.en})`,
  );
}
