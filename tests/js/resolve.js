// The names of the import maps (dialogue/templatetags/modules.py), for Node.
const STATIC = new URL("../../static/", import.meta.url);
const FOLDERS = /^(base|room|board|practice_room|device|language)\//;

/** @type {import("node:module").ResolveHook} */
export function resolve(name, context, next) {
  if (name === "preact-htm") return next(new URL("vendor/preact-htm.js", STATIC).href, context);
  return next(FOLDERS.test(name) ? new URL(`js/${name}`, STATIC).href : name, context);
}
