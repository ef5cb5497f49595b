// Says what @jsonforms/core makes of documents and answers. One JSON line in, one out:
//   {"form", "schema", "uischema"}  declares a form (null is generated), nothing comes out
//   {"form", "name", "data"}        asks; without "form" the line itself holds schema and uischema
// Out: {"name", "controls", "errors"} as `lotse form-state` writes them, "inner": every control with what stands inside
// objects and list items, by pointer, and "rules": whether each rule's condition held.
import { createInterface } from "node:readline";
import {
  Actions, Generate, Resolve, composePaths, composeWithUi, coreReducer, deriveTypes, findUISchema, getErrorAt,
  isEnabled, isLayout, isScoped, isVisible, mapStateToControlProps, mapStateToLayoutProps,
} from "@jsonforms/core";
import { makeAjv } from "./host.mjs";

const ajv = makeAjv();
const forms = new Map();

const keywordOf = (error) => error.schemaPath.slice(error.schemaPath.lastIndexOf("/") + 1);
const pointer = (path) => (path === "" ? "" : "/" + path.split(".").map(escapeSegment).join("/"));
const escapeSegment = (segment) => segment.replace(/~/g, "~0").replace(/\//g, "~1");
const told = (errors) => errors.filter((error) => error.keyword !== "if");

class Walk {
  constructor(state, schema) {
    this.state = state;
    this.schema = schema;
    this.controls = [];
    this.inner = [];
    this.rules = [];
  }

  element(uischema, around, place, top) {
    const props = { ...around, uischema };
    this.rule(uischema, around.path, place);
    if (isLayout(uischema)) {
      const layout = mapStateToLayoutProps(this.state, props);
      const inside = { ...around, visible: around.visible && layout.visible, enabled: layout.enabled };
      uischema.elements.forEach((one, at) => this.element(one, inside, `${place}/elements/${at}`, top));
    } else if (isScoped(uischema) || uischema.type === "Control") {
      this.control(uischema, props, place, top);
    }
  }

  control(uischema, around, place, top) {
    const props = mapStateToControlProps(this.state, around);
    const visible = around.visible && props.visible;
    const resolved = Resolve.schema(around.schema, uischema.scope, this.schema);
    if (top) {
      const errors = told(getErrorAt(props.path, resolved)(this.state)).map(keywordOf);
      this.controls.push({
        scope: uischema.scope ?? null, visible, enabled: props.enabled, errors: [...new Set(errors)].sort(),
      });
    }
    this.expand(uischema, props, resolved, { visible, enabled: props.enabled }, place);
  }

  expand(uischema, props, resolved, standing, place) {
    const types = deriveTypes(resolved ?? {});
    const items = types.includes("array") ? Resolve.schema(resolved, "items", this.schema) : undefined;
    const detail = (schema) => findUISchema([], schema, uischema.scope, props.path, "VerticalLayout", uischema, this.schema);
    const detailPlace = `${place}/options/detail`;
    if (types.includes("object") && resolved.properties && !resolved.oneOf && !resolved.anyOf && !resolved.allOf) {
      if (place.split("/").length > 40) return;
      this.element(detail(resolved), { ...standing, schema: resolved, path: props.path }, detailPlace, false);
    } else {
      this.inner.push([pointer(props.path), standing.visible, standing.enabled]);
      if (items && deriveTypes(items).includes("object")) {
        const list = Array.isArray(props.data) ? props.data : [];
        list.forEach((_one, at) => {
          const path = composePaths(props.path, `${at}`);
          this.element(detail(items), { ...standing, schema: items, path }, detailPlace, false);
        });
      }
    }
  }

  rule(uischema, path, place) {
    if (!uischema.rule) return;
    const data = this.state.jsonforms.core.data;
    const { effect } = uischema.rule;
    const says = effect === "SHOW" || effect === "HIDE" ? isVisible : isEnabled;
    const now = says(uischema, data, path, ajv, undefined);
    this.rules.push([place, effect === "SHOW" || effect === "ENABLE" ? now : !now]);
  }
}

function answer(schema, uischema, data) {
  const core = coreReducer(undefined, Actions.init(data, schema, uischema, { ajv }));
  const state = { jsonforms: { core, config: undefined, i18n: undefined, renderers: [], cells: [], uischemas: [] } };
  const walk = new Walk(state, schema);
  if (uischema) walk.element(uischema, { schema, path: "", visible: true, enabled: true }, "", true);
  const errors = told(core.errors).map((error) => [error.instancePath, decodeURIComponent(keywordOf(error))]);
  return { controls: walk.controls, errors, inner: walk.inner, rules: walk.rules };
}

const documents = ({ schema, uischema }, data) => {
  const described = schema ?? Generate.jsonSchema(data);
  return [described, uischema ?? Generate.uiSchema(described)];
};

for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
  const question = JSON.parse(line);
  if (!("data" in question)) {
    forms.set(question.form, documents(question));
    continue;
  }
  let found;
  try {
    const [schema, uischema] = forms.get(question.form) ?? documents(question, question.data);
    found = answer(schema, uischema, question.data);
  } catch (error) {
    found = { error: String(error) };
  }
  process.stdout.write(JSON.stringify({ name: question.name, ...found }) + "\n");
}
