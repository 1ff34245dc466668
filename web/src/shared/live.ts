/**
 * New versions of the store, told to all tabs of a browser over one stream.
 *
 * A browser opens few connections to one server, and a stream keeps one for good: with a stream in
 * each tab, the sixth tab would load nothing. So one tab listens, and tells the others.
 */

import type { VersionEvent } from "./wire.ts";

type Callback = (event: VersionEvent) => void;

const NAME = "whoholds-versions";
const AGAIN_MS = 5000;
const ASK = "which version";

let seen: number | null = null;
let last: VersionEvent | null = null;
let source: EventSource | null = null;
let begun = false;
const callbacks = new Set<Callback>();

/**
 * Call back at each new version of the store, also those that came while nobody listened; returns
 * what ends it. `shown`: the version that the page shows, where that is known.
 */
export function onVersion(callback: Callback, shown: number | null = null): () => void {
  callbacks.add(callback);
  seen = shown ?? seen;
  if (begun) {
    if (last) take(last);
  } else {
    begun = true;
    begin();
  }
  return () => callbacks.delete(callback);
}

function begin(): void {
  if (!("locks" in navigator) || !("BroadcastChannel" in window)) return alone();
  const channel = new BroadcastChannel(NAME);
  channel.addEventListener("message", ({ data }: MessageEvent<VersionEvent | typeof ASK>) => {
    if (data !== ASK) take(data);
    else if (source && last) channel.postMessage(last);
  });
  channel.postMessage(ASK);
  // The lock is kept as long as the tab lives; another tab then gets it, and hears what is new.
  void navigator.locks.request(NAME, () => {
    listen((event) => channel.postMessage(event));
    return new Promise<never>(() => {});
  });
}

/** Listen while this tab is looked at; when it is shown again, the first word is what is new. */
function alone(): void {
  const follow = (): void => {
    if (document.hidden) {
      source?.close();
      source = null;
    } else if (!source) listen(() => {});
  };
  document.addEventListener("visibilitychange", follow);
  follow();
}

function listen(tell: Callback): void {
  const events = (source = new EventSource("/api/events"));
  for (const name of ["hello", "version"]) {
    events.addEventListener(name, ({ data }: MessageEvent<string>) => {
      const event = JSON.parse(data) as VersionEvent;
      take(event);
      tell(event);
    });
  }
  // A broken connection is made again by the browser; one that was refused is not.
  events.addEventListener("error", () => {
    if (events.readyState !== EventSource.CLOSED || source !== events) return;
    window.setTimeout(() => source === events && listen(tell), AGAIN_MS);
  });
}

function take(event: VersionEvent): void {
  last = event;
  if (event.store_version === seen) return;
  const before = seen;
  seen = event.store_version;
  if (before === null) return; // What the page shows was loaded just now.
  // Versions in between, or too many places: all that is shown may be old.
  const whole = event.more === true || event.store_version !== before + 1;
  for (const callback of callbacks) callback(whole ? { ...event, places: [] } : event);
}
