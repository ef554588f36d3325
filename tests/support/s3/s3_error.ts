/** The errors of S3: status, message, and whether the client has broken a rule of S3. */
const ERRORS = {
  AccessDenied: [403, "Access Denied", false],
  AuthorizationHeaderMalformed: [
    400,
    "The authorization header that you provided is not valid.",
    true,
  ],
  AuthorizationQueryParametersError: [
    400,
    "Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.",
    true,
  ],
  BadDigest: [
    400,
    "The Content-MD5 or checksum value that you specified did not match what the server received.",
    true,
  ],
  ConditionalRequestConflict: [
    409,
    "The conditional request cannot succeed due to a conflicting operation against this resource.",
    false,
  ],
  EntityTooLarge: [
    400,
    "Your proposed upload exceeds the maximum allowed size",
    true,
  ],
  EntityTooSmall: [
    400,
    "Your proposed upload is smaller than the minimum allowed size",
    true,
  ],
  ExpiredToken: [400, "The provided token has expired.", false],
  InternalError: [
    500,
    "We encountered an internal error. Please try again.",
    false,
  ],
  InvalidAccessKeyId: [
    403,
    "The AWS Access Key Id you provided does not exist in our records.",
    false,
  ],
  InvalidArgument: [400, "Invalid Argument", true],
  InvalidDigest: [400, "The Content-MD5 you specified was invalid.", true],
  InvalidPart: [
    400,
    "One or more of the specified parts could not be found.  The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.",
    true,
  ],
  InvalidPartOrder: [
    400,
    "The list of parts was not in ascending order. Parts must be ordered by part number.",
    true,
  ],
  InvalidRequest: [400, "The request is not valid.", true],
  InvalidToken: [
    400,
    "The provided token is malformed or otherwise invalid.",
    false,
  ],
  InvalidURI: [400, "Couldn't parse the specified URI.", true],
  MalformedXML: [
    400,
    "The XML you provided was not well-formed or did not validate against our published schema",
    true,
  ],
  MethodNotAllowed: [
    405,
    "The specified method is not allowed against this resource.",
    true,
  ],
  MissingContentLength: [
    411,
    "You must provide the Content-Length HTTP header.",
    true,
  ],
  NoSuchBucket: [404, "The specified bucket does not exist", false],
  NoSuchKey: [404, "The specified key does not exist.", false],
  NoSuchUpload: [
    404,
    "The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.",
    false,
  ],
  NotImplemented: [
    501,
    "A header you provided implies functionality that is not implemented",
    true,
  ],
  PreconditionFailed: [
    412,
    "At least one of the pre-conditions you specified did not hold",
    false,
  ],
  RequestTimeout: [
    400,
    "Your socket connection to the server was not read from or written to within the timeout period. Idle connections will be closed.",
    false,
  ],
  RequestTimeTooSkewed: [
    403,
    "The difference between the request time and the current time is too large.",
    false,
  ],
  ServiceUnavailable: [503, "Service is unable to handle request.", false],
  SignatureDoesNotMatch: [
    403,
    "The request signature we calculated does not match the signature you provided. Check your key and signing method.",
    true,
  ],
  SlowDown: [503, "Please reduce your request rate.", false],
  XAmzContentSHA256Mismatch: [
    400,
    "The provided 'x-amz-content-sha256' header does not match what was computed.",
    true,
  ],
} as const;

/** The code of an error of S3. */
export type S3ErrorCode = keyof typeof ERRORS;

/** An error that S3 responds with. */
export class S3Error extends Error {
  override readonly name = "S3Error";
  readonly code: S3ErrorCode;
  readonly status: number;
  /** Whether the client has broken a rule of S3. */
  readonly isViolation: boolean;
  /** The elements of its XML besides the usual ones. */
  readonly details: Readonly<Record<string, string>>;

  /** @param message By default the one of S3. */
  constructor(
    code: S3ErrorCode,
    { message, ...details }: Readonly<Record<string, string>> = {},
  ) {
    const [status, usual, isViolation] = ERRORS[code];
    super(message ?? usual);
    this.code = code;
    this.status = status;
    // A header that is not signed is no lack of a permission.
    this.isViolation = isViolation || "HeadersNotSigned" in details;
    this.details = details;
  }
}
