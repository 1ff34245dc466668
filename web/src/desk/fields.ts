/** The parts of a claim as a form: what was read stands in it, what is changed is a correction. */

import { get } from "../shared/api.ts";
import { KINDS, MODALITIES } from "../shared/claims.ts";
import { fill, h, told as legibly } from "../shared/dom.ts";
import type { FoundPlace, Named, Statement } from "../shared/wire.ts";
import { pickPlace } from "./pick.ts";
import type { Correction } from "./wire.ts";

export interface Form {
  element: HTMLElement;
  /** What differs from what was read; an emptied field is null. */
  changes(): Correction;
  /** Everything that the fields hold, empty ones left out. */
  values(): Correction;
  reset(): void;
  first(): HTMLElement;
}

type Field = HTMLInputElement | HTMLSelectElement;
const STANDINGS = ["controls", "lost", "contested", "besieged", "none"];
const RELATIONS = [
  "in",
  "part_of",
  "near",
  "toward",
  "road_between",
  "north_of",
  "northeast_of",
  "east_of",
  "southeast_of",
  "south_of",
  "southwest_of",
  "west_of",
  "northwest_of",
  "unnamed",
];

/** Return the form of a claim; of an empty one where none is given. `tell` hears of each change. */
export function formOf(claim: Statement | null, parties: readonly Named[], tell: () => void): Form {
  const speaker = claim?.sources[0];
  const ids = new Map<string, string>(parties.map((party) => [legibly(party.name), party.id]));
  const places = new Map<string, string>();
  const placeName = claim?.place_name ?? claim?.place ?? "";
  if (claim?.place_id) places.set(placeName, claim.place_id);
  if (claim?.actor_id && claim.actor_name) ids.set(claim.actor_name, claim.actor_id);

  const kind = select("kind", KINDS.map(([name]) => name), claim?.kind ?? "seize");
  const actor = input("actor_id", claim?.actor_name ?? claim?.actor ?? "", "parties");
  const counter = input("counter_actor_id", nameOf(parties, claim?.counter_actor_id) ?? claim?.counter_actor ?? "", "parties");
  const place = input("place_id", placeName, "place-names");
  const relation = select("place_relation", withValue(RELATIONS, claim?.place_relation), claim?.place_relation ?? "in");
  const start = input("start", claim?.start_date ?? "");
  const end = input("end", claim?.end_date ?? "");
  const modality = select("modality", [...MODALITIES], claim?.modality ?? "asserted");
  const standing = select("status_after", STANDINGS, claim?.status_after ?? "none");
  const told = input("speaker", speaker?.name ?? "");
  for (const date of [start, end]) date.placeholder = "YYYY-MM-DD";

  const all: Field[] = [kind, actor, counter, place, relation, start, end, modality, standing, told];
  const initial = new Map(all.map((field) => [field, field.value]));
  const suggestions = h("datalist", { id: "place-names" });
  suggest(place, suggestions, places);
  const pick = h("button", { type: "button", class: "pick", "aria-haspopup": "dialog", title: "Pick the place on a map" }, "Map");
  pick.addEventListener("click", () => {
    void pickPlace(places.get(place.value) ?? null, (chosen) => {
      places.set(chosen.name, chosen.id);
      place.value = chosen.name;
      changed();
    });
  });

  const element = h(
    "div",
    { class: "fields" },
    row("What", kind),
    row("How meant", modality),
    row("By whom", actor),
    row("Against, from", counter),
    row("Where", place, pick),
    row("How placed", relation),
    row("From", start),
    row("Until", end),
    row("Standing after", standing),
    row("Who says so", told),
    suggestions,
    h("datalist", { id: "parties" }, ...parties.map((party) => h("option", { value: legibly(party.name) }))),
  );
  element.addEventListener("input", changed);
  return {
    element,
    changes: () => collected((field) => field.value.trim() !== initial.get(field)),
    values: () => collected((field) => field.value.trim() !== ""),
    reset: () => {
      for (const field of all) field.value = initial.get(field) ?? "";
      changed();
    },
    first: () => kind,
  };

  function changed(): void {
    for (const field of all) {
      field.closest(".field")?.classList.toggle("changed", field.value.trim() !== initial.get(field));
    }
    tell();
  }

  function collected(wanted: (field: Field) => boolean): Correction {
    const found: Correction = {};
    for (const field of all) if (wanted(field)) found[field.name] = meant(field) || null;
    return found;
  }

  function meant(field: Field): string {
    const value = field.value.trim();
    if (field === place) return places.get(value) ?? value;
    if (field === actor || field === counter) return ids.get(value) ?? value;
    return value;
  }
}

function row(name: string, field: Field, ...more: HTMLElement[]): HTMLElement {
  field.id = `field-${field.name}`;
  return h(
    "div",
    { class: "field" },
    h("label", { for: field.id }, name),
    h("div", { class: "value" }, field, ...more),
  );
}

function input(name: string, value: string, list: string | null = null): HTMLInputElement {
  return h("input", { type: "text", name, value, list, autocomplete: "off", maxlength: 200 });
}

function select(name: string, values: readonly string[], value: string): HTMLSelectElement {
  const options = withValue(values, value).map(
    (each) => new Option(each.replaceAll("_", " "), each, false, each === value),
  );
  return h("select", { name }, ...options);
}

function withValue(values: readonly string[], value: string | null | undefined): string[] {
  return value && !values.includes(value) ? [...values, value] : [...values];
}

function nameOf(parties: readonly Named[], id: string | null | undefined): string | null {
  return parties.find((party) => party.id === id)?.name ?? null;
}

/** Offer places whose names fit what is typed. */
function suggest(
  field: HTMLInputElement,
  list: HTMLDataListElement,
  known: Map<string, string>,
): void {
  let waiting = 0;
  field.addEventListener("input", () => {
    clearTimeout(waiting);
    const typed = field.value.trim();
    if (typed.length < 2 || known.has(typed)) return;
    waiting = window.setTimeout(() => {
      get<FoundPlace[]>("/places", { q: typed, limit: 8 }).then(
        (found) => {
          for (const place of found) known.set(labelOf(place), place.id);
          fill(list, ...found.map((place) => h("option", { value: labelOf(place) })));
        },
        () => fill(list),
      );
    }, 200);
  });
}

function labelOf(place: FoundPlace): string {
  const where = [place.admin1, place.country].filter(Boolean).join(", ");
  return legibly(where ? `${place.name} (${where})` : place.name);
}
