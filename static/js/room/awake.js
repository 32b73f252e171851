// While two people speak, nobody touches the screen: it must not go dark under their thumb.
import { keepAwake } from "device/awake.js";
import { useEffect } from "preact-htm";

/** Keeps the screen on while `wanted`. @param {boolean} wanted */
export function useAwake(wanted) {
  useEffect(() => (wanted ? keepAwake() : undefined), [wanted]);
}
