import { describe, expect, it, vi } from "vitest";
import { boundariesOf } from "../src/map/boundaries.ts";
import { cellsOf, inside, signedArea, type Land } from "../src/map/cells.ts";
import picture from "../../src/whoholds/publish/picture.py?raw";
import { plain, rankOf } from "../src/map/spelling.ts";
import { Claims, inWindow } from "../src/map/markers.ts";
import { placesOf, Runs, since, standingOf } from "../src/map/runs.ts";
import { theatreOf } from "../src/map/theatre.ts";
import { hashOf, viewOf } from "../src/map/view.ts";
import { inkOn, luminance } from "../src/shared/colours.ts";
import { isoOf, typedDay, wordsOf } from "../src/shared/dates.ts";
import { wholeOf } from "../src/shared/parts.ts";
import type { ClaimPoints, DayMap, Happening, RunsMap } from "../src/shared/wire.ts";

vi.stubGlobal("window", { addEventListener: () => {} });

const DAYS: DayMap = {
  on: "2017-06-30",
  parties: [{ id: "a", name: "A", colour: "#0072B2" }],
  id: ["one", "two", "province"],
  name: ["One", "Two", "Province"],
  lat: [35, 36, 35.5],
  lon: [38, 39, 38.5],
  population: [1000, null, null],
  country: ["SY", "SY", "SY"],
  admin1: [null, null, null],
  area: [0, 0, 1],
  status: [0, 2, 2],
  party: [0, -1, -1],
  probability: [80, 0, 0],
  besieged: [0, 0, 0],
};
// Place two has no runs and is left out; place one changes hands on day 110 alone.
const RUNS: RunsMap = {
  epoch: "1970-01-01",
  id: ["province", "one"],
  first: [0, 1, 4],
  start: [100, 100, 110, 120],
  end: [-1, 110, 120, -1],
  status: [2, 1, 0, 0],
  party: [-1, -1, 0, 0],
  probability: [0, 50, 70, 90],
  besieged: [0, 0, 1, 0],
  statements: [0, 1, 2, 2],
};

describe("the clock's days", () => {
  it.each([
    ["2017-10-20", "2017-10-20"],
    ["20 October 2017", "2017-10-20"],
    ["20 oct 2017", "2017-10-20"],
    ["October 20, 2017", "2017-10-20"],
    ["20.10.2017", "2017-10-20"],
  ])("reads %s", (typed, iso) => expect(isoOf(typedDay(typed) ?? 0)).toBe(iso));

  it.each(["2017-02-30", "20/10", "soon", "2017-13-01", ""])("refuses %j", (typed) =>
    expect(typedDay(typed)).toBeNull(),
  );

  it("says a day in words", () => expect(wordsOf(typedDay("2016-02-29") ?? 0)).toBe("29 February 2016"));
});

describe("runs", () => {
  const places = placesOf(DAYS);
  const runs = new Runs(RUNS, places);
  const standing = standingOf(DAYS);
  const at = (day: number): unknown[] => {
    runs.fill(day, standing);
    return [standing.status[0], standing.party[0], standing.probability[0], standing.besieged[0]];
  };

  it("answer for each day, matched by the ids of places", () => {
    expect(at(99)).toEqual([2, -1, 0, 0]);
    expect(at(100)).toEqual([1, -1, 50, 0]);
    expect(at(110)).toEqual([0, 0, 70, 1]);
    expect(at(5000)).toEqual([0, 0, 90, 0]);
    expect(standing.status[1]).toBe(2);
  });

  it("step by changes of hands, not of certainty", () => {
    expect([...runs.changes]).toEqual([100, 110]);
    expect(runs.nextChange(100, 1)).toBe(110);
    expect(runs.nextChange(110, 1)).toBeNull();
    expect(runs.nextChange(115, -1)).toBe(110);
    expect(since(runs.of(0), 130)).toBe(110);
  });

  it("draw no province as a point", () => expect([...places.drawn]).toEqual([1, 1, 0]));
});

describe("areas of control", () => {
  const square: Land = { country: 0, rings: [[37, 34, 40, 34, 40, 37, 37, 37]] };
  const beside: Land = { country: 1, rings: [[40, 34, 43, 34, 43, 37, 40, 37]] };

  it("end at borders, at the middle between places, and at a distance", () => {
    const cells = cellsOf([39.9, 39.7, 38], [35.5, 35.5, 35.5], [square, beside], ["A", "A", "A"]);
    expect(cells.map(({ place }) => place)).toEqual([0, 1, 2]);
    const [first, second, alone] = cells.map(({ rings }) => rings[0] ?? []);
    expect(Math.max(...first!.filter((_, n) => n % 2 === 0))).toBeCloseTo(40, 6);
    expect(inside(first!, 39.81, 35.5)).toBe(true);
    expect(inside(first!, 39.79, 35.5)).toBe(false);
    expect(inside(second!, 39.79, 35.5)).toBe(true);
    expect(Math.abs(signedArea(alone!))).toBeLessThan(0.4);
    expect(inside(alone!, 38.5, 35.5)).toBe(false);
  });

  it("stay in the country of the place where coarse borders put it just outside", () => {
    const cells = cellsOf([39, 39.2, 40.02], [35, 35.2, 36], [square, beside], ["A", "A", "A"]);
    const edge = cells.find(({ place }) => place === 2)?.rings[0] ?? [];
    expect(Math.max(...edge.filter((_, n) => n % 2 === 0))).toBeLessThanOrEqual(40 + 1e-9);
    expect(Math.abs(signedArea(edge))).toBeGreaterThan(0.01);
  });
});

describe("the first view", () => {
  const around = (x: number, y: number, count: number): [number, number][] =>
    Array.from({ length: count }, (_, n) => [x + (n % 5) / 4, y + Math.floor(n / 5) / 4]);
  const box = (points: [number, number][]): number[] =>
    theatreOf([...points.keys()], Float64Array.from(points, ([x]) => x), Float64Array.from(points, ([, y]) => y));

  it("is not stretched by a misplaced place", () => {
    const [west, south, east, north] = box([...around(37, 35, 12), [-95, 40], [150, -30]]);
    expect([west, south]).toEqual([36.6, 34.6]);
    expect(east).toBeLessThan(39);
    expect(north).toBeLessThan(37);
  });

  it("takes two theatres of one size together, and of two the much greater", () => {
    expect(box([...around(37, 35, 10), ...around(36, 49, 10)])[3]).toBeGreaterThan(49);
    expect(box([...around(37, 35, 20), ...around(36, 49, 6)])[3]).toBeLessThan(40);
    expect(box([[37, 35]])).toEqual([36.6, 34.6, 37.4, 35.4]);
  });
});

describe("claims", () => {
  const points: ClaimPoints = {
    total: 2, kinds: ["seize"], parties: [], speakers: [], id: [],
    place: [0, 1], day: [100, 130], last: [140, 130], kind: [0, 0], party: [-1, -1], speaker: [-1, -1],
  };
  const claims = new Claims(points, placesOf(DAYS));
  const shown = (day: number): number[] => claims.markers(day, null).map(({ place }) => place).sort();

  it("are shown from the first to the last of their days", () => {
    expect(shown(99)).toEqual([]);
    expect(shown(128)).toEqual([0]);
    expect(shown(135)).toEqual([0, 1]);
    expect(shown(153)).toEqual([0]);
    expect(shown(154)).toEqual([]);
  });

  it("make happenings of a month or a year last as long", () => {
    const told = (start_date: string): Happening => ({ start_date, end_date: null }) as Happening;
    expect(inWindow(told("2017"), typedDay("2017-09-10") ?? 0)).toBe(true);
    expect(inWindow(told("2017-06"), typedDay("2017-07-13") ?? 0)).toBe(true);
    expect(inWindow(told("2017-06"), typedDay("2017-07-14") ?? 0)).toBe(false);
  });
});

it.each([
  [[0.52, 0.43, 0.012, 0.012, 0.012, 0.004, 0.004], 100],
  [[1 / 3, 1 / 3, 1 / 3], 100],
  [[0.9999], 100],
])("parts of a whole add up: %j", (values, sum) => {
  const parts = wholeOf(values.map((value) => ({ name: "", value, fill: "" })));
  expect(parts.reduce((total, { percent }) => total + percent, 0)).toBe(sum);
});

describe("an address", () => {
  it("brings back the view that it was made of", () => {
    const hash = "#place=geonames:170063&on=2016-12-20&known=2016-12-25&layers=areas,claims&z=6.60&lat=35.6000&lon=38.2000";
    expect(hashOf(viewOf(hash))).toBe(hash);
  });

  it("leaves out what is wrong in it", () => {
    const view = viewOf("#on=2016-02-31&layers=areas,<script>&z=900&lat=1&lon=1");
    expect([view.on, [...view.layers], view.camera]).toEqual([null, ["areas"], null]);
  });
});

describe("what comes from outside", () => {
  it("gives boundaries without what else a file holds", () => {
    const line = { type: "LineString", coordinates: [[1, 2], [3, 4]] };
    const file = { type: "FeatureCollection", features: [
      { type: "Feature", properties: { html: "<img>" }, geometry: line },
      { type: "Feature", properties: {}, geometry: { type: "Point", coordinates: [1, 2] } },
    ] };
    expect(boundariesOf(JSON.stringify(file))).toEqual([{ type: "Feature", properties: {}, geometry: line }]);
    expect(() => boundariesOf("{")).toThrow("no JSON");
    expect(() => boundariesOf("{}")).toThrow("no lines or areas");
  });

  it("is found in any spelling inside a page", () => {
    expect(plain("Ar-Raqqah")).toBe(plain("Raqqah"));
    expect(plain("Dayr Ḩāfir")).toBe("dayrhafir");
    for (const typed of ["Raqa", "Raqqa", "Ar-Raqqah", "al-Raqqa", "Rakka", "Raqqah"]) {
      expect(rankOf("Ar Raqqah", typed)).not.toBeNull();
      expect(rankOf("Raqqa", typed)).not.toBeNull();
      expect(rankOf("Aleppo", typed)).toBeNull();
    }
    expect(rankOf("Deir ez-Zor", "Dayr az Zawr")).not.toBeNull();
    expect(rankOf("Kharkiv", "Kharkov")).not.toBeNull();
    expect(rankOf("Manbij", "Mosul")).toBeNull();
  });
});

it("gives each party an ink that can be read on its colour", () => {
  // The server gives the colours.
  const palette = picture.split("PALETTE = (")[1]?.split("OTHER")[0]?.match(/#[0-9A-F]{6}/g) ?? [];
  expect(palette.length).toBeGreaterThan(15);
  for (const colour of palette) {
    const [a, b] = [luminance(colour), luminance(inkOn(colour))];
    expect((Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)).toBeGreaterThanOrEqual(4.5);
  }
});
