/** The traffic of all requests to one origin, while it is watched. */
export interface OriginTraffic {
  readonly origin: string;
  /** Changes whenever bytes move to or from the origin. */
  movements: number;
  watchers: number;
}

const watched = new Map<string, OriginTraffic>();

/** Watches the traffic of an origin. */
export function watchOrigin({ origin }: URL): OriginTraffic {
  let traffic = watched.get(origin);
  if (traffic === undefined) {
    traffic = { origin, movements: 0, watchers: 0 };
    watched.set(origin, traffic);
  }
  traffic.watchers++;
  return traffic;
}

/** Stops watching. Nothing is kept for an origin that is not watched. */
export function unwatchOrigin(traffic: OriginTraffic): void {
  if (--traffic.watchers === 0) watched.delete(traffic.origin);
}

/** Records that bytes moved to or from an origin. */
export function recordMovement(url: URL): void {
  // Most uploads end before any origin is watched, so this comes first.
  if (watched.size === 0) return;
  const traffic = watched.get(url.origin);
  if (traffic !== undefined) traffic.movements++;
}
