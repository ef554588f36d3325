import type { NetworkFailure } from "./network_failure.ts";

/** Failures of server and client certificates. */
export const CERTIFICATE_FAILURES: readonly NetworkFailure[] = [
  // Alerts come from the server, so they are about the client's certificate.
  {
    codes: /_ALERT_(?:CERTIFICATE_REQUIRED|NO_CERTIFICATE)$/,
    words:
      /\balert:? (?:certificate ?required|no ?certificate)\b|\btls: certificate required\b/i,
    state: "the server requires a client certificate",
    hint:
      "pass a 'fetch' that has the client's certificate (Deno.createHttpClient({ cert, key }))",
    isTransient: false,
  },
  {
    codes: /_ALERT_CERTIFICATE_EXPIRED$/,
    words: /\balert:? certificate ?expired\b|\btls: expired certificate\b/i,
    state: "the client's certificate has expired",
    hint: "renew it",
    isTransient: false,
  },
  {
    codes:
      /_ALERT_(?:(?:BAD|UNSUPPORTED)_CERTIFICATE|CERTIFICATE_(?:REVOKED|UNKNOWN)|UNKNOWN_CA|ACCESS_DENIED)/,
    words:
      /\balert:? (?:(?:bad|unsupported) ?certificate|certificate ?(?:revoked|unknown)|unknown ?ca|access ?denied)|\btls: (?:bad certificate|unknown certificate)/i,
    state: "the server rejected the client's certificate",
    hint: "check that it is valid, and that the server trusts its authority",
    isTransient: false,
  },
  {
    codes: /^CERT_(?:HAS_EXPIRED|NOT_YET_VALID)$|ERR_CERT_DATE_INVALID$/,
    words:
      /\bpeer certificate: (?:certificate )?(?:expired|not ?valid ?yet)\b|\bcertificate (?:has |is )?(?:expired|not yet valid)\b/i,
    state: "the server's certificate has expired, or is not valid yet",
    hint: "renew it on the server, or correct the clock of this machine",
    isTransient: false,
  },
  {
    codes: /ALTNAME|^HOSTNAME_MISMATCH$|ERR_CERT_COMMON_NAME_INVALID$/,
    words: /\bnot ?valid ?for ?name\b|\bmatch certificate's altnames\b/i,
    state: "the server's certificate is for another name",
    hint: "check the host name",
    isTransient: false,
  },
  {
    codes:
      /^(?:ERR_TLS_)?CERT_|^UNABLE_TO_|^(?:DEPTH_ZERO_)?SELF_SIGNED_CERT|^INVALID_(?:CA|PURPOSE)$|ERR_CERT_/,
    words: /\bcertificates?\b|\bself[- ]signed\b|\bunknownissuer\b/i,
    state: "the server's certificate is not trusted",
    hint:
      "pass a 'fetch' that trusts its authority (Deno.createHttpClient({ caCerts })), or add the authority to NODE_EXTRA_CA_CERTS",
    isTransient: false,
  },
];
