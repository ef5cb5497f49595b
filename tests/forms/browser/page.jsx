// A page that renders a form with the renderers JSON Forms comes with: no renderer, no style, no text of ours.
import React from "react";
import { createRoot } from "react-dom/client";
import { JsonForms } from "@jsonforms/react";
import { vanillaCells, vanillaRenderers } from "@jsonforms/vanilla-renderers";
import { makeAjv } from "./host.mjs";

const root = createRoot(document.getElementById("root"));
const ajv = makeAjv();
let turn = 0;

// What onChange told last: the data as the page holds it now, and what Ajv says about it.
window.told = null;
window.show = ({ schema, uischema }, data) => {
  window.told = null;
  turn += 1;
  root.render(
    <JsonForms key={turn} schema={schema} uischema={uischema} data={data} renderers={vanillaRenderers}
      cells={vanillaCells} ajv={ajv} onChange={(state) => { window.told = state; }} />,
  );
};
