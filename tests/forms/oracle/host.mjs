// The Ajv a JSON Forms host passes in: draft 2020-12, the usual formats and ours, unknown keywords ignored.
import Ajv2020 from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { formats } from "./formats.mjs";

// Errors inside anyOf, oneOf, not and contains are left out (design: forms): only that none of them fits is said.
// The schema path cannot tell them once a $ref lies between, so they are dropped where they arise.
const COMPOSITE = ["anyOf", "oneOf", "not", "contains"];

function withoutInnerErrors(code) {
  return (cxt) => {
    const error = cxt.error.bind(cxt);
    cxt.error = (...parameters) => {
      cxt.reset();
      error(...parameters);
    };
    code(cxt);
  };
}

export function makeAjv() {
  const ajv = new Ajv2020.default({ allErrors: true, verbose: true, strict: false, addUsedSchema: false, logger: false });
  addFormats.default(ajv);
  for (const [name, format] of Object.entries(formats)) ajv.addFormat(name, format);
  for (const keyword of COMPOSITE) {
    const definition = ajv.getKeyword(keyword);
    definition.code = withoutInnerErrors(definition.code);
  }
  return ajv;
}
