/** The traffic of all requests to one origin. */
export interface OriginTraffic {
  /** Changes whenever bytes move to or from the origin. */
  movements: number;
  /** The number of running requests. */
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

/** Unregisters a request. Forgets an origin without requests. */
export function leaveOrigin(origin: string, traffic: OriginTraffic): void {
  if (--traffic.requests === 0) origins.delete(origin);
}
