// In the page there are no files: what host.mjs reads on Node.js is bundled.
import lists from "./din91379.json";

export const readFileSync = () => JSON.stringify(lists);
