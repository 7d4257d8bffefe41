/** The rules that count points: criteria met, times done, faults found, bonus and penalty, experts' points. */

import { clip, known, sum, sumOfKnown } from "../arithmetic.js";
import { general, refuseRule } from "../texts.js";
import { checkFlag, checkFull, oneReading, plainRule, type RuleKind } from "./parameters.js";

/** The most inputs that one indicator may have. */
const MANY = 250;

export const criteria: RuleKind = {
  fields: [
    ["full", 100],
    ["best", 0],
  ],
  lists: ["points"],
  make({ full, best }, { points }) {
    checkFlag("best", best!);
    checkFull(full!);
    if (!points!.length || Math.min(...points!) < 0 || points!.length > MANY) {
      refuseRule(
        `points：写 1 至 ${MANY} 个不小于 0 的数，每条标准一个`,
        `points: give 1 to ${MANY} numbers from 0 up, one for each criterion`,
      );
    }
    return {
      sizes: [points!.length, points!.length],
      score(row) {
        const earned = row.map((mark, place) => mark * points![place]!);
        const total = best ? Math.max(...earned) : sum(earned);
        return row.every((mark) => mark === 0 || mark === 1) ? (100 * Math.min(full!, total)) / full! : NaN;
      },
    };
  },
};

export const count = plainRule(
  [
    ["each", null],
    ["cap", null],
    ["full", 100],
  ],
  ({ each, cap, full }) => {
    checkFull(full!);
    if (each! <= 0 || cap! <= 0) {
      refuseRule(
        `each 是 ${general(each!)}，cap 是 ${general(cap!)}：都要大于 0`,
        `each is ${general(each!)}, cap ${general(cap!)}: both must be above 0`,
      );
    }
    if (cap! > full!) {
      refuseRule(
        `cap ${general(cap!)} 大于满分 ${general(full!)}`,
        `cap ${general(cap!)} is above the full points ${general(full!)}`,
      );
    }
    return { sizes: [1, 1], score: ([times]) => (times! >= 0 ? (100 * Math.min(cap!, times! * each!)) / full! : NaN) };
  },
);

export const deduction: RuleKind = {
  fields: [["full", 100]],
  lists: ["each"],
  make({ full }, { each }) {
    checkFull(full!);
    if (!each!.length || Math.min(...each!) <= 0 || each!.length > MANY) {
      refuseRule(
        `each：写 1 至 ${MANY} 个大于 0 的数，每种差错一个`,
        `each: give 1 to ${MANY} numbers above 0, one for each kind of fault`,
      );
    }
    return {
      sizes: [each!.length, each!.length],
      score(row) {
        const left = Math.max(0, full! - sum(row.map((faults, place) => faults * each![place]!)));
        return row.every((faults) => faults >= 0) ? (100 * left) / full! : NaN;
      },
    };
  },
};

export const bonus = plainRule(
  [
    ["target", null],
    ["bonus", null],
    ["penalty", null],
    ["base", 100],
    ["full", 100],
    ["cost", 0],
    ["per", 100],
  ],
  (p) => {
    const [aim, most, least, full] = [p["target"]!, p["bonus"]!, p["penalty"]!, p["full"]!];
    checkFlag("cost", p["cost"]!);
    checkFull(full);
    if (aim <= 0) {
      refuseRule(
        `target 是 ${general(aim)}：按比例计偏差时目标要大于 0`,
        `target is ${general(aim)}: a deviation in proportion needs a target above 0`,
      );
    }
    if (most < 0 || least < 0) {
      refuseRule(
        `bonus 是 ${general(most)}，penalty 是 ${general(least)}：两个上限都要写不小于 0 的数`,
        `bonus ${general(most)}, penalty ${general(least)}: write both caps as numbers from 0 up`,
      );
    }
    const sign = p["cost"] ? -1 : 1;
    return oneReading((value) => p["base"]! + clip((sign * full * (value - aim)) / aim, -least, most), p["per"]!, true);
  },
);

export const panel = plainRule(
  [
    ["least", null],
    ["full", 100],
  ],
  ({ least, full }) => {
    checkFull(full!);
    if (!(Number.isInteger(least!) && least! >= 3 && least! <= MANY)) {
      refuseRule(
        `least 是 ${general(least!)}：要去掉两位专家，应请 3 至 ${MANY} 位`,
        `least is ${general(least!)}: two experts are dropped, so ask for 3 to ${MANY}`,
      );
    }
    return {
      sizes: [least!, MANY],
      score(row) {
        const given = known(row);
        const trimmed = (sumOfKnown(row) - Math.max(...given) - Math.min(...given)) / (given.length - 2);
        return given.length < least! ? NaN : (100 * trimmed) / full!;
      },
    };
  },
);
