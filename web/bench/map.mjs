// Measures the map in the browser: first paint, steps of the clock, areas of control.
//
//     npm run build && node bench/map.mjs [places] [years]
//
// Serves the built pages with places and runs that are made up, opens them in Chromium (the
// system's, or the one that CHROMIUM names) and prints what the page measured of itself.
import { createServer } from "node:http";
import { readFileSync, readdirSync } from "node:fs";
import { extname, join, normalize } from "node:path";
import { gzipSync } from "node:zlib";
import { chromium } from "playwright-core";

const [places = 30_000, years = 10] = process.argv.slice(2).map(Number);
const STATIC = join(import.meta.dirname, "../../src/whoholds/web/static");
const TYPES = { ".html": "text/html", ".js": "text/javascript", ".mjs": "text/javascript", ".css": "text/css", ".json": "application/json" };
const COLOURS = ["#0072B2", "#D55E00", "#009E73", "#E69F00", "#CC79A7"];
const STEPS = 60;

const api = madeUp();
const server = createServer((request, response) => {
  const path = new URL(request.url, "http://x").pathname;
  if (path === "/api/events") return response.writeHead(200, { "content-type": "text/event-stream" }).write(":\n\n");
  const file = path === "/" ? "/index.html" : path;
  const body = api.get(path) ?? read(join(STATIC, normalize(file)));
  if (!body) return response.writeHead(404).end("{}");
  const type = api.has(path) ? "application/json" : TYPES[extname(file)];
  const headers = { "content-type": type, ...(api.has(path) ? { "content-encoding": "gzip" } : {}) };
  response.writeHead(200, headers).end(body);
});
await new Promise((done) => server.listen(0, "127.0.0.1", done));

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--disable-background-networking"],
});
const page = await browser.newPage({ viewport: { width: 1360, height: 860 } });
page.on("pageerror", (error) => console.error(error.message));
const zoom = process.env.ZOOM ?? "5";
await page.goto(`http://127.0.0.1:${server.address().port}/#layers=${process.env.LAYERS ?? "areas,names,borders"}&z=${zoom}&lat=35&lon=40`);
await page.waitForFunction(() => window.whoholdsTimings?.areas, null, { timeout: 120_000 });
const busyBefore = busy();
await page.evaluate(async (steps) => {
  const slider = document.querySelector("#clock-slider");
  const [low, high] = [Number(slider.min), Number(slider.max)];
  for (let step = 0; step < steps; step++) {
    // Half of the steps are of a day, half leap through the years.
    const days = step % 2 ? 1 : 997;
    slider.value = String(low + ((Number(slider.value) - low + days) % (high - low)));
    slider.dispatchEvent(new Event("input"));
    while (window.whoholdsTimings.steps.length <= step) await new Promise((done) => setTimeout(done, 4));
    await new Promise((done) => setTimeout(done, 120));
  }
}, STEPS);
const busyMs = (busy() - busyBefore) / STEPS;
const told = await page.evaluate(() => ({ ...window.whoholdsTimings, median: window.whoholdsTimings.median() }));
if (process.env.SHOT) await page.screenshot({ path: process.env.SHOT });
const ordered = told.steps.toSorted((a, b) => a - b);
console.log(`places ${places}, years ${years}, runs ${api.runs}`);
console.log(`first paint ${told.firstPaint.toFixed(0)} ms`);
console.log(`areas made at ${told.areas.toFixed(0)} ms`);
console.log(`clock step: median ${told.median.toFixed(1)} ms, p95 ${ordered[Math.floor(0.95 * ordered.length)].toFixed(1)} ms of ${ordered.length}`);
console.log(`processor time of the browser: ${busyMs.toFixed(0)} ms a step`);
await browser.close();
server.close();
server.closeAllConnections();

/** Milliseconds that the processors have spent on the browser (Linux), whatever else they do. */
function busy() {
  const stats = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map((name) => read(`/proc/${name}/stat`)?.toString() ?? "")
    .map((line) => ({ pid: line.split(" ")[0], rest: line.slice(line.lastIndexOf(")") + 2).split(" ") }));
  const ours = new Set([String(process.pid)]);
  for (let more = true; more; ) {
    const size = ours.size;
    for (const { pid, rest } of stats) if (ours.has(rest[1])) ours.add(pid);
    more = ours.size > size;
  }
  ours.delete(String(process.pid));
  const ticks = stats.filter(({ pid }) => ours.has(pid)).reduce((sum, { rest }) => sum + Number(rest[11]) + Number(rest[12]), 0);
  return 10 * ticks;
}

function read(path) {
  try {
    return readFileSync(path);
  } catch {
    return null;
  }
}

/** Places spread over land between the Mediterranean and Iran, each changing a few times a year. */
function madeUp() {
  let seed = 42;
  const random = () => (seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31) / 2 ** 31;
  const between = (low, high) => low + random() * (high - low);
  const list = (make) => Array.from({ length: places }, (_, n) => make(n));
  const first = 15_000;
  const last = first + Math.round(365.25 * years);
  const runs = { epoch: "1970-01-01", id: list((n) => `p${n}`), first: [0], start: [], end: [], status: [], party: [], probability: [], besieged: [], statements: [] };
  for (let n = 0; n < places; n++) {
    let day = first + Math.floor(between(0, 200));
    while (day < last) {
      const next = day + Math.floor(between(60, 500));
      const status = random() < 0.1 ? 1 : random() < 0.1 ? 2 : 0;
      runs.start.push(day);
      runs.end.push(next < last ? next : -1);
      runs.status.push(status);
      runs.party.push(status ? -1 : Math.floor(between(0, COLOURS.length)));
      runs.probability.push(Math.floor(between(50, 100)));
      runs.besieged.push(random() < 0.02 ? 1 : 0);
      runs.statements.push(Math.floor(between(1, 30)));
      day = next;
    }
    runs.first.push(runs.start.length);
  }
  const at = (column) => list((n) => runs[column][runs.first[n + 1] - 1]);
  const map = {
    on: new Date(last * 86_400_000).toISOString().slice(0, 10),
    parties: COLOURS.map((colour, n) => ({ id: `party${n}`, name: `Party ${n}`, colour })),
    id: runs.id,
    name: list((n) => `Town ${n}`),
    lat: list(() => between(31, 38)),
    lon: list(() => between(36, 48)),
    population: list(() => Math.floor(10 ** between(2, 6))),
    country: list(() => null),
    admin1: list(() => null),
    area: list(() => 0),
    status: at("status"),
    party: at("party"),
    probability: at("probability"),
    besieged: at("besieged"),
  };
  const counts = Array.from({ length: last - first + 1 }, () => Math.floor(between(0, 60)));
  const histogram = { first_day: new Date(first * 86_400_000).toISOString().slice(0, 10), counts, known: null };
  const replies = { "/api/map": map, "/api/map/runs": runs, "/api/histogram": histogram };
  const made = new Map(Object.entries(replies).map(([path, body]) => [path, gzipSync(JSON.stringify(body))]));
  made.runs = runs.start.length;
  return made;
}
