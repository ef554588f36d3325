/** What all requests to one origin have in common. */
export interface OriginTraffic {
  /** Changes whenever bytes move to or from the origin. */
  movements: number;
  /** Requests that are on their way. */
  requests: number;
}

const origins = new Map<string, OriginTraffic>();

/** Registers a request to an origin. */
export function joinOrigin(origin: string): OriginTraffic {
  let traffic = origins.get(origin);
  if (traffic === undefined) {
    traffic = { movements: 0, requests: 0 };
    origins.set(origin, traffic);
  }
  traffic.requests++;
  return traffic;
}

/** Unregisters a request; nothing is kept of an origin without requests. */
export function leaveOrigin(origin: string, traffic: OriginTraffic): void {
  if (--traffic.requests === 0) origins.delete(origin);
}
