/** Where a war is: the part of the world that a map shows first. */

type Box = [west: number, south: number, east: number, north: number];

const CELL = 1.5; // degrees
const REACH = 2; // cells between two places of one theatre, at most
const LESSER = 0.6; // of the places of the greatest theatre: what is smaller is not shown first
const TRIM = 0.02; // of the places at each edge
const MARGIN = 0.4; // degrees

/**
 * Return the box of degrees that most of some places lie in: of the greatest heap of places near
 * each other, and of others nearly as great. A name that was taken for a namesake elsewhere does
 * not stretch it.
 */
export function theatreOf(places: readonly number[], lon: Float64Array, lat: Float64Array): Box {
  const heaps = heapsOf(places, lon, lat);
  const most = Math.max(0, ...heaps.map((heap) => heap.length));
  const shown = heaps.filter((heap) => heap.length > most * LESSER).flat();
  const edges = (values: Float64Array): [number, number] => {
    const ordered = shown.map((n) => values[n] as number).sort((a, b) => a - b);
    const cut = Math.floor(TRIM * ordered.length);
    return [(ordered[cut] ?? 0) - MARGIN, (ordered[ordered.length - 1 - cut] ?? 0) + MARGIN];
  };
  const [west, east] = edges(lon);
  const [south, north] = edges(lat);
  return [west, south, east, north];
}

/** Return places in heaps: those in one lie in cells that touch, or nearly. */
function heapsOf(places: readonly number[], lon: Float64Array, lat: Float64Array): number[][] {
  const cells = new Map<string, number[]>();
  for (const n of places) {
    const key = `${Math.floor((lon[n] as number) / CELL)},${Math.floor((lat[n] as number) / CELL)}`;
    const cell = cells.get(key);
    if (cell) cell.push(n);
    else cells.set(key, [n]);
  }
  const heaps: number[][] = [];
  for (const start of cells.keys()) {
    const first = cells.get(start);
    if (!first?.length) continue;
    const heap: number[] = [];
    const open = [start];
    for (let key = open.pop(); key !== undefined; key = open.pop()) {
      const cell = cells.get(key);
      if (!cell?.length) continue;
      heap.push(...cell);
      cells.set(key, []);
      const [x = 0, y = 0] = key.split(",").map(Number);
      for (let dx = -REACH; dx <= REACH; dx++) {
        for (let dy = -REACH; dy <= REACH; dy++) open.push(`${x + dx},${y + dy}`);
      }
    }
    heaps.push(heap);
  }
  return heaps;
}
