/** Parts of a whole in whole percents that add up to 100. */

export interface Part {
  name: string;
  /** 0..1 */
  value: number;
  /** A background of CSS. */
  fill: string;
}

/** Return parts with their percents; those below one half of a percent are told together. */
export function wholeOf(parts: readonly Part[]): (Part & { percent: number })[] {
  const told = parts.filter(({ value }) => value >= 0.005);
  const rest = 1 - told.reduce((sum, { value }) => sum + value, 0);
  const all = rest > 0.0005 ? [...told, { name: "others", value: rest, fill: "var(--line)" }] : told;
  const sum = all.reduce((total, { value }) => total + value, 0) || 1;
  const exact = all.map(({ value }) => (100 * value) / sum);
  const percents = exact.map(Math.floor);
  // What is lost by rounding down goes to those that lost most.
  const missing = all.length ? 100 - percents.reduce((total, percent) => total + percent, 0) : 0;
  const lost = (n: number): number => (exact[n] as number) - (percents[n] as number);
  const order = [...all.keys()].sort((a, b) => lost(b) - lost(a));
  for (const n of order.slice(0, missing)) percents[n] = (percents[n] as number) + 1;
  return all
    .map((part, n) => ({ ...part, percent: percents[n] as number }))
    .filter(({ percent }) => percent > 0);
}
