// static/vendor/preact-htm.js: htm's own build of Preact, with the hooks.
declare module "preact-htm" {
  import type { VNode } from "preact";

  export { render } from "preact";
  export { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
  export function html(strings: TemplateStringsArray, ...values: unknown[]): VNode;
}
