// Golden vectors through the very script of the add-in, as Excel calls it; the same in node and in a browser.
//
// The script is loaded by `load(setting, host)`. What comes back is a list of differences, in words.
function differences(vectors, load) {
  const RELATIVE = 1e-12;
  const ABSOLUTE = 1e-13;
  const CODES = ["#N/A", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#NULL!"];
  const RETURNED = ["#N/A", "#DIV/0!", "#VALUE!", "#NUM!", "#NULL!"];
  const ERROR = /^#(NULL!|DIV\/0!|VALUE!|REF!|NAME\?|NUM!|N\/A|SPILL!|CALC!|FIELD!|BLOCKED!|GETTING_DATA)$/;
  const INVOCATION = { address: "Sheet1!A1" };

  class Trouble {
    constructor(code, message) {
      this.code = code;
      this.message = message;
    }
  }

  const calls = {};
  for (const lang of Object.keys(vectors.functions)) {
    calls[lang] = {};
    const host = { Error: Trouble, associate: (id, call) => void (calls[lang][id] = call) };
    load({ lang, functions: vectors.functions[lang] }, host);
  }

  const incoming = (value) => (CODES.includes(value) ? new Trouble(value) : value);
  const outgoing = (value) => {
    if (!(value instanceof Trouble)) return value;
    if (!RETURNED.includes(value.code)) return `no error for a function to return: ${value.code}`;
    return value.message === undefined ? value.code : value.message.replace(/^#SX: (?=#)/, "");
  };

  function agree(found, expected) {
    const told = typeof expected === "string" && (expected.includes("#SX:") || expected.includes("#SX!") || ERROR.test(expected));
    if (told && !(found instanceof Trouble)) return false;
    const mine = outgoing(found);
    if (typeof mine !== "number" || typeof expected !== "number") return mine === expected;
    const apart = Math.abs(mine - expected);
    return apart <= ABSOLUTE || apart <= RELATIVE * Math.max(Math.abs(mine), Math.abs(expected));
  }

  // Help names the functions as a formula of the add-in does.
  const here = (name, expected) => (name === "SX_HELP" && typeof expected === "string" ? expected.replace(/^SX_/, "SX.") : expected);

  const found = [];
  for (const [lang, name, given, expected] of vectors.cases) {
    const declared = vectors.functions[lang].find((each) => each.name === name);
    const handed = declared.arguments.map((_, place) => {
      const argument = given[place] === undefined ? null : given[place];
      return Array.isArray(argument) ? argument.map((row) => row.map(incoming)) : incoming(argument);
    });
    const id = name.replace("SX_", "").replace(/_/g, ".");
    const answer = calls[lang][id](...handed, INVOCATION);
    const same =
      answer.length === expected.length &&
      answer.every((row, at) => row.length === expected[at].length && row.every((value, place) => agree(value, here(name, expected[at][place]))));
    if (!same) {
      const shown = answer.map((row) => row.map(outgoing));
      found.push(`${name}(${JSON.stringify(given)}) [${lang}]\n  ${JSON.stringify(shown)}\n  ${JSON.stringify(expected)}`);
    }
  }
  return found;
}

if (typeof module !== "undefined") module.exports = { differences };
