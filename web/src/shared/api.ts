/** Asking the server: typed reads, guarded writes, errors that say what to do. */

import type { Problem } from "./wire.ts";

export type Query = Record<string, string | number | boolean | null | undefined>;

/** What the server (or the way to it) refused, with what to do about it. */
export class ApiError extends Error {
  readonly status: number;
  readonly fix: string;

  constructor(status: number, detail: string, fix: string) {
    super(detail);
    this.name = "ApiError";
    this.status = status;
    this.fix = fix;
  }
}

/** Return the JSON of `GET /api{path}`; empty values of the query are left out. */
export async function get<T>(path: string, query: Query = {}, signal?: AbortSignal): Promise<T> {
  return send<T>(addressOf(path, query), signal ? { signal } : {});
}

/** Return the JSON of a write; the header shows that one of our own pages sent it. */
export async function post<T>(path: string, body: unknown = {}): Promise<T> {
  return send<T>(addressOf(path), {
    method: "POST",
    headers: { "content-type": "application/json", "x-whoholds": "1" },
    body: JSON.stringify(body),
  });
}

/** Return `/api{path}?query`; parts of the path must be encoded by the caller. */
export function addressOf(path: string, query: Query = {}): string {
  const words = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== null && value !== undefined && value !== "") words.set(name, String(value));
  }
  const asked = words.toString();
  return `/api${path}${asked ? `?${asked}` : ""}`;
}

async function send<T>(address: string, init: RequestInit): Promise<T> {
  let response: Response;
  try {
    response = await fetch(address, { credentials: "same-origin", ...init });
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new ApiError(0, "The server does not answer.", "See that `whoholds serve` still runs.");
  }
  if (response.ok) return (await response.json()) as T;
  if (response.status === 401) signIn();
  throw await problemOf(response);
}

async function problemOf(response: Response): Promise<ApiError> {
  try {
    const problem = (await response.json()) as Partial<Problem>;
    const detail = problem.detail ?? problem.title ?? `The server answered ${response.status}.`;
    return new ApiError(response.status, detail, problem.fix ?? "");
  } catch {
    return new ApiError(response.status, `The server answered ${response.status}.`, "");
  }
}

function signIn(): void {
  const here = location.pathname + location.search + location.hash;
  location.assign(`/login?next=${encodeURIComponent(here)}`);
}
