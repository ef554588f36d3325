import {
  BUN_CLOSED,
  BUN_TLS,
  CONNECT,
  failed,
  inBun,
  inOpenSsl,
  type RecordedFailure,
} from "./recorded_failure.ts";

/** Failures of TLS, as runtimes report them. */
export const RECORDED_TLS: readonly RecordedFailure[] = [
  {
    failure: "a TLS connection that ends without a close_notify",
    state: "the server closed the connection",
    isTransient: true,
    isLost: true,
    thrown: [
      failed(
        "peer closed connection without sending TLS close_notify: https://docs.rs/rustls/latest/rustls/manual/_03_howto/index.html#unexpected-eof",
      ),
      failed(CONNECT + "tls handshake eof"),
      failed(
        "Client network socket disconnected before secure TLS connection was established",
        { code: "ECONNRESET", host: "127.0.0.1", port: "4999" },
      ),
      failed(
        "804C:error:0A000126:SSL routines:ssl3_read_n:unexpected eof while reading:../deps/rec_layer_s3.c:323:",
        { code: "ERR_SSL_UNEXPECTED_EOF_WHILE_READING" },
      ),
      BUN_CLOSED,
    ],
  },
  {
    failure: "a certificate of nobody that is known",
    state: "the server's certificate is not trusted",
    isTransient: false,
    thrown: [
      failed(CONNECT + "invalid peer certificate: UnknownIssuer"),
      failed("unable to verify the first certificate", {
        code: "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
      }),
      failed("self-signed certificate", {
        code: "DEPTH_ZERO_SELF_SIGNED_CERT",
      }),
      inBun(
        "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
        "unable to verify the first certificate",
      ),
    ],
  },
  {
    failure: "an expired certificate",
    state: "the server's certificate has expired",
    isTransient: false,
    thrown: [
      failed(CONNECT + "invalid peer certificate: Expired"),
      failed("certificate has expired", { code: "CERT_HAS_EXPIRED" }),
      inBun("CERT_HAS_EXPIRED", "certificate has expired"),
    ],
  },
  {
    failure: "a certificate of another host",
    state: "the server's certificate is for another name",
    isTransient: false,
    thrown: [
      failed(
        CONNECT +
          'invalid peer certificate: certificate not valid for name "127.0.0.1"; certificate is only valid for DnsName("expired.example")',
      ),
      failed(
        "Hostname/IP does not match certificate's altnames: IP: 127.0.0.1 is not in the cert's list: ",
        { code: "ERR_TLS_CERT_ALTNAME_INVALID", host: "127.0.0.1" },
      ),
      inBun("ERR_TLS_CERT_ALTNAME_INVALID"),
    ],
  },
  {
    failure: "a client without a certificate",
    state: "the server requires a client certificate",
    isTransient: false,
    thrown: [
      failed("received fatal alert: CertificateRequired"),
      inOpenSsl(
        "tlsv13 alert certificate required",
        "ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED",
      ),
    ],
  },
  {
    failure: "a client whose certificate has expired",
    state: "the client's certificate has expired",
    isTransient: false,
    thrown: [
      failed("received fatal alert: CertificateExpired"),
      inOpenSsl(
        "sslv3 alert certificate expired",
        "ERR_SSL_SSLV3_ALERT_CERTIFICATE_EXPIRED",
      ),
    ],
  },
  {
    failure: "a client whose certificate is not trusted",
    state: "the server rejected the client's certificate",
    isTransient: false,
    thrown: [
      failed("received fatal alert: UnknownCA"),
      failed("received fatal alert: BadCertificate"),
      inOpenSsl("tlsv1 alert unknown ca", "ERR_SSL_TLSV1_ALERT_UNKNOWN_CA"),
      inOpenSsl(
        "sslv3 alert bad certificate",
        "ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE",
      ),
    ],
  },
  {
    failure: "TLS to a server without",
    state: "TLS handshake failed",
    isTransient: false,
    thrown: [
      failed(
        CONNECT + "received corrupt message of type InvalidContentType",
      ),
      failed(CONNECT + "received fatal alert: HandshakeFailure"),
      inOpenSsl("wrong version number", "ERR_SSL_WRONG_VERSION_NUMBER"),
      inOpenSsl(
        "sslv3 alert handshake failure",
        "ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE",
      ),
      BUN_TLS,
    ],
  },
];
