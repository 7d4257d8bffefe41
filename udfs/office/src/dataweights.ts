/** Weights from the spread of data: entropy, standard deviation, CRITIC, MEREC; and weights that somebody states. */

import { clip, type Numbers, product, running, shown, sum } from "./arithmetic.js";
import { general, listed, refuse, repeated } from "./texts.js";

export const DATA_METHODS = ["entropy", "critic", "merec", "deviation", "factor", "equal"] as const;
export type DataMethod = (typeof DATA_METHODS)[number];

const NOISE = 1e-12;

/** Checked numbers: a row per unit, a column per indicator; which indicators are costs. */
interface Data {
  readonly units: number;
  readonly columns: readonly Numbers[];
  readonly costs: readonly boolean[];
}

interface UnitRule {
  readonly perIndicator: number;
  readonly source: string;
}

const SPREAD: UnitRule = { perIndicator: 0, source: "our default: the spread over fewer units is chance" };
const CRITIC: UnitRule = {
  perIndicator: 1,
  source: "our default: with fewer units than indicators correlations are chance",
};
const AT_LEAST = 10;

/** The weight of each indicator. `values`: a row per unit. */
export function weightsOfData(
  method: Exclude<DataMethod, "factor">,
  values: readonly Numbers[],
  units: readonly string[],
  keys: readonly string[],
  costs: readonly boolean[],
): number[] {
  if (method === "equal") return equal(keys);
  const data = dataOf(values, units, keys, costs, method === "critic" ? CRITIC : SPREAD);
  return normalised({ entropy, critic, merec, deviation }[method](data));
}

function dataOf(
  values: readonly Numbers[],
  units: readonly string[],
  keys: readonly string[],
  costs: readonly boolean[],
  rule: UnitRule,
): Data {
  refuseTwice("指标", "indicator", keys);
  refuseTwice("单位", "unit", units);
  const columns = keys.map((_, place) => values.map((row) => shown(row[place]!)));
  if (!columns.every((column) => column.every(Number.isFinite))) {
    refuse(
      "值缺失，或不是有限的数",
      "the value is missing or no finite number",
      "按声明的方法补上，或不用该单位或指标",
      "fill it by a declared imputation, or leave out the unit or the indicator",
    );
  }
  const needed = Math.max(AT_LEAST, Math.ceil(rule.perIndicator * keys.length));
  if (units.length < needed) {
    const each = general(rule.perIndicator);
    const [zh, en] = rule.perIndicator ? [`，每个指标 ${each} 个`, ` and ${each} per indicator`] : ["", ""];
    refuse(
      `${units.length} 个单位对 ${keys.length} 个指标太少：需要 ${needed} 个（至少 ${AT_LEAST} 个${zh}）`,
      `${units.length} units are too few for ${keys.length} indicators: ${needed} are needed, ` +
        `at least ${AT_LEAST}${en} (${rule.source})`,
      "用专家权重或等权，或写明另一条规则并为之负责",
      "use expert or equal weights, or state another rule and answer for it",
    );
  }
  return { units: units.length, columns, costs };
}

function refuseTwice(zh: string, en: string, names: readonly string[]): void {
  const twice = repeated(names);
  if (twice.length) {
    const named = listed(twice);
    refuse(`${zh} ${named} 出现两次`, `the ${en} ${named} comes twice`, `每个 ${zh} 只写一次`, `give each ${en} once`);
  }
}

function equal(keys: readonly string[]): number[] {
  const twice = repeated(keys).sort().join(", ");
  if (twice) refuse(`键 ${twice} 出现两次`, `the keys ${twice} come twice`, "每个键只写一次", "give each key once");
  return normalised(keys.map(() => 1));
}

/** Numbers divided by their sum. */
export function normalised(raw: Numbers): number[] {
  const total = sum(raw);
  if (!(total > 0)) {
    refuse(
      "这种方法给每个键的权重都是 0",
      "the method gives every key the weight 0",
      "检查各单位的值是否不同，或改用等权、直接给权重",
      "check that the values differ between units, or use equal or direct weights",
    );
  }
  return raw.map((value) => value / total);
}

function entropy({ columns, units }: Data): number[] {
  if (columns.some((column) => column.some((value) => value < 0))) {
    refuse(
      "负值的占比没有熵",
      "a share of a negative value has no entropy",
      "用 scaling=Scaling.MIN_MAX，或平移",
      "use scaling=Scaling.MIN_MAX, or shift it",
    );
  }
  if (columns.some((column) => running(column) === 0)) {
    refuse("值都是 0，没有占比", "all values are 0, so nobody has a share", "不用该指标", "leave the indicator out");
  }
  return columns.map((column) => {
    const total = running(column);
    const parts = column.map((value) => {
      const share = value / total;
      return share > 0 ? share * Math.log(share) : 0;
    });
    return isConstant(column) ? 0 : Math.max(0, 1 + running(parts) / Math.log(units));
  });
}

function isConstant(column: Numbers): boolean {
  return column.every((value) => value === column[0]);
}

/** Values mapped to 0 (worst unit) … 1 (best unit), costs turned round. */
function minMax({ columns, costs }: Data): number[][] {
  if (columns.some(isConstant)) {
    refuse(
      "各单位的值相同；min-max 没有极差可用",
      "all units have the same value; min-max has no range",
      "该指标不用这种方法，直接给权重",
      "leave the indicator out of the method and give it a direct weight",
    );
  }
  return columns.map((column, place) => {
    const [low, high] = [Math.min(...column), Math.max(...column)];
    return column.map((value) => (costs[place] ? 1 - (value - low) / (high - low) : (value - low) / (high - low)));
  });
}

function centred(column: Numbers): number[] {
  const middle = running(column) / column.length;
  return column.map((value) => value - middle);
}

function deviation(data: Data): number[] {
  return minMax(data).map((column) => Math.sqrt(product(centred(column), centred(column)) / (data.units - 1)));
}

function critic(data: Data): number[] {
  const columns = minMax(data).map(centred);
  const spreads = columns.map((column) => Math.sqrt(product(column, column) / (data.units - 1)));
  return columns.map((one, i) => {
    const conflicts = columns.map((other, j) => {
      const covariance = product(one, other) / (data.units - 1);
      const correlation = clip(covariance / spreads[i]! / spreads[j]!, -1, 1);
      return 1 - correlation < NOISE ? 0 : 1 - correlation;
    });
    return spreads[i]! * sum(conflicts);
  });
}

function merec({ columns, costs, units }: Data): number[] {
  if (columns.some((column) => column.some((value) => value <= 0))) {
    refuse(
      "MEREC 对比值取对数，值要大于 0",
      "MEREC takes logarithms of ratios, so values must be above 0",
      "平移，或不用该指标",
      "shift or leave it out",
    );
  }
  const logs = columns.map((column, place) => {
    const [low, high] = [Math.min(...column), Math.max(...column)];
    return column.map((value) => Math.abs(Math.log(costs[place] ? value / high : low / value)));
  });
  const wholes = Array.from({ length: units }, (_, unit) => sum(logs.map((column) => column[unit]!)));
  const count = columns.length;
  return logs.map((column) =>
    running(
      column.map((log, unit) =>
        Math.abs(Math.log1p((wholes[unit]! - log) / count) - Math.log1p(wholes[unit]! / count)),
      ),
    ),
  );
}

/** Two sets of weights as one; the shares of what is left out are 0. */
export function combined(parts: readonly Numbers[], shares: Numbers, multiplies: boolean): number[] {
  const kept = parts.filter((_, place) => shares[place]! > 0);
  const total = sum(shares.filter((share) => share > 0));
  const factors = shares.filter((share) => share > 0).map((share) => share / total);
  const keys = kept[0]!;
  if (multiplies) {
    return normalised(keys.map((_, key) => kept.reduce((all, part, place) => all * part[key]! ** factors[place]!, 1)));
  }
  return normalised(keys.map((_, key) => running(kept.map((part, place) => factors[place]! * part[key]!))));
}
