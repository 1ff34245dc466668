/** The colours of the map, the same as in the pictures that `whoholds export` draws. */

import type { StatusName } from "./wire.ts";

export const OTHER = "#7F5539";
export const UNKNOWN = "#B8B8B8";
export const BESIEGED = "#B00020";

/** Return how opaque a holder's colour is at a probability (0..1). */
export function opacityOf(probability: number): number {
  return Math.round((0.25 + 0.75 * probability) * 100) / 100;
}

/** Return a CSS background for a status: hatched where contested, grey where unknown. */
export function swatchOf(status: StatusName, colour: string | null): string {
  if (status === "contested") return "var(--hatch)";
  return status === "unknown" || !colour ? UNKNOWN : colour;
}

/** Return black or white, whichever is read better on a colour such as "#0072B2". */
export function inkOn(colour: string): "#000000" | "#FFFFFF" {
  return luminance(colour) > 0.179 ? "#000000" : "#FFFFFF";
}

/** Return the relative luminance (WCAG) of "#RRGGBB", 0..1. */
export function luminance(colour: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const part = parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
