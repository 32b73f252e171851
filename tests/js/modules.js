// Finds the modules of static/js by the names that the pages' import maps give them, and gives Node 18 what
// browsers have.

import { webcrypto } from "node:crypto";
import { register } from "node:module";

if (!globalThis.crypto) Object.assign(globalThis, { crypto: webcrypto });
register("./resolve.js", import.meta.url);
