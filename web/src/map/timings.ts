/** How long the page takes, measured in the page; `window.whoholdsTimings` tells. */

export interface Timings {
  /** Milliseconds from the start of the page to the first picture with places; null before. */
  firstPaint: number | null;
  /** Milliseconds from a step of the clock to its picture, for each step. */
  steps: number[];
  /** Milliseconds until the areas of control were made; null before. */
  areas: number | null;
  /** Whether all data has arrived. */
  ready: boolean;
  median(): number | null;
}

declare global {
  interface Window {
    whoholdsTimings: Timings;
  }
}

/** Return the timings of this page, put where tests and readers find them. */
export function startTimings(): Timings {
  const timings: Timings = {
    firstPaint: null,
    steps: [],
    areas: null,
    ready: false,
    median: () => {
      const ordered = [...timings.steps].sort((a, b) => a - b);
      return ordered[Math.floor(ordered.length / 2)] ?? null;
    },
  };
  window.whoholdsTimings = timings;
  return timings;
}
