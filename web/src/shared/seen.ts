/** Work that waits until a reader comes near what it fills. */

const jobs = new WeakMap<Element, () => void>();
let watcher: IntersectionObserver | null = null;

/** Run `job` once, when `element` comes near the window. */
export function whenSeen(element: Element, job: () => void): void {
  watcher ??= new IntersectionObserver(seen, { rootMargin: "400px" });
  jobs.set(element, job);
  watcher.observe(element);
}

function seen(entries: IntersectionObserverEntry[]): void {
  for (const entry of entries) {
    if (!entry.isIntersecting) continue;
    watcher?.unobserve(entry.target);
    const job = jobs.get(entry.target);
    jobs.delete(entry.target);
    job?.();
  }
}
