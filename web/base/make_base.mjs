// Makes base.json of the packages' Natural Earth data: countries, borders, disputed borders, waters.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { resolve } from "node:path";
import { feature, mesh } from "topojson-client";
import { filter, filterAttachedWeight, presimplify, simplify } from "topojson-simplify";

const HERE = import.meta.dirname;
const SIMPLEST = 3e-4; // square degrees: what a vertex may lift and still be left out
const SMALLEST_ISLAND = 2e-3; // square degrees, about 20 km² at the equator
const STEPS = 400; // of a degree

const load = createRequire(import.meta.url);
const read = (name) => JSON.parse(readFileSync(resolve(HERE, name), "utf8"));

const weighted = presimplify(load("world-atlas/countries-10m.json"));
let world = simplify(weighted, SIMPLEST);
world = filter(world, filterAttachedWeight(world, SMALLEST_ISLAND));
const countries = world.objects.countries;
countries.geometries = countries.geometries.filter((g) => g.type && g.id !== "010");
const nameOf = (geometry) => geometry.properties.name;
const disputes = read("disputed.json");
for (const name of disputes.flatMap((d) => d.between)) {
  if (!countries.geometries.some((g) => nameOf(g) === name)) {
    console.warn(`base map: disputed.json names ${name}, which no country has`);
  }
}

const [borders, disputed] = borderLines();
// Lands that govern themselves within a country have no border among the countries'.
disputed.push(...read("breakaways.json").flatMap(({ lines }) => lines));
const base = {
  source: "Natural Earth, public domain",
  steps: STEPS,
  countries: countries.geometries.map((g) => ({ name: nameOf(g), ...shapeOf(feature(world, g)) })),
  borders: borders.map(packed),
  disputed: disputed.map(packed),
  waters: read("waters.json"),
};
mkdirSync(resolve(HERE, "made"), { recursive: true });
const text = JSON.stringify(base);
writeFileSync(resolve(HERE, "made/base.json"), text);
console.log(`base map: ${base.countries.length} countries, ${Math.round(text.length / 1024)} KB`);

/** The lines between countries, and those of them (or their parts) that are disputed. */
function borderLines() {
  const plain = [];
  const dashed = [];
  const pairs = new Map();
  mesh(world, countries, (a, b) => {
    if (a !== b) pairs.set([nameOf(a), nameOf(b)].sort().join("|"), [a, b]);
    return false;
  });
  for (const [pair, [a, b]] of pairs) {
    const names = pair.split("|");
    const shared = (x, y) => x !== y && pair === [nameOf(x), nameOf(y)].sort().join("|");
    const lines = mesh(world, { type: "GeometryCollection", geometries: [a, b] }, shared);
    const rules = disputes.filter((d) => d.between.every((name) => names.includes(name)));
    for (const line of lines.coordinates) split(line, rules, plain, dashed);
  }
  return [plain, dashed];
}

function split(line, rules, plain, dashed) {
  let part = [line[0]];
  let was = null;
  for (let n = 1; n < line.length; n++) {
    const middle = [(line[n - 1][0] + line[n][0]) / 2, (line[n - 1][1] + line[n][1]) / 2];
    const is = rules.some((rule) => !rule.box || within(middle, rule.box));
    if (was !== null && is !== was) {
      (was ? dashed : plain).push(part);
      part = [line[n - 1]];
    }
    part.push(line[n]);
    was = is;
  }
  if (part.length > 1) (was ? dashed : plain).push(part);
}

function within([x, y], [west, south, east, north]) {
  return x >= west && x <= east && y >= south && y <= north;
}

/** A country's polygons, and where its name stands: the middle of the greatest. */
function shapeOf({ geometry }) {
  const cut = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
  const polygons = cut.map((rings) => rings.map(unwrapped));
  const greatest = polygons.reduce((a, b) => (areaOf(a[0]) >= areaOf(b[0]) ? a : b));
  const [x, y] = middleOf(greatest[0]);
  return {
    at: [Math.round(x * 100) / 100, Math.round(y * 100) / 100],
    size: Math.round(polygons.reduce((sum, p) => sum + areaOf(p[0]), 0) * 100) / 100,
    polygons: polygons.map((rings) => rings.map(packed)),
  };
}

/** A ring without leaps across the meridian of 180 degrees, over which it then reaches. */
function unwrapped(ring) {
  let turn = 0;
  return ring.map(([x, y], n) => {
    const leap = n ? x - ring[n - 1][0] : 0;
    if (Math.abs(leap) > 180) turn -= 360 * Math.sign(leap);
    return [x + turn, y];
  });
}

function packed(line) {
  const flat = [];
  let [x, y] = [0, 0];
  for (const [lon, lat] of line) {
    const [nx, ny] = [Math.round(lon * STEPS), Math.round(lat * STEPS)];
    if (flat.length && nx === x && ny === y) continue;
    flat.push(nx - x, ny - y);
    [x, y] = [nx, ny];
  }
  return flat;
}

function areaOf(ring) {
  let sum = 0;
  for (let n = 1; n < ring.length; n++) {
    sum += ring[n - 1][0] * ring[n][1] - ring[n][0] * ring[n - 1][1];
  }
  return Math.abs(sum) / 2;
}

function middleOf(ring) {
  let [sum, x, y] = [0, 0, 0];
  for (let n = 1; n < ring.length; n++) {
    const [a, b] = [ring[n - 1], ring[n]];
    const cross = a[0] * b[1] - b[0] * a[1];
    sum += cross;
    x += (a[0] + b[0]) * cross;
    y += (a[1] + b[1]) * cross;
  }
  return sum ? [x / (3 * sum), y / (3 * sum)] : ring[0];
}
