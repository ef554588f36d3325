/** A protocol of `--resume`. */
export type ResumeProtocol = "tus" | "rufh";

/** What a command line asks for, checked. */
export interface Settings {
  /** The files as given; `-` is standard input. At least one. */
  readonly files: readonly string[];
  /** Where to, without a password. */
  readonly url: URL;
  readonly method: string | undefined;
  /** Header lines and `@FILE`, as given. */
  readonly headers: readonly string[];
  readonly contentType: string | undefined;
  readonly user: string | undefined;
  readonly passwordEnv: string | undefined;
  readonly bearerEnv: string | undefined;
  /** The fields of a form, and the name of the file's; undefined for none. */
  readonly form: Form | undefined;
  readonly retry: number | undefined;
  /** In seconds. */
  readonly timeout: number | undefined;
  readonly maxBytesPerSecond: number | undefined;
  readonly jobs: number;
  readonly resume: ResumeProtocol | undefined;
  readonly s3: boolean;
  readonly region: string | undefined;
  readonly output: string | undefined;
  readonly json: boolean;
  readonly quiet: boolean;
  readonly failEarly: boolean;
}

/** A form around each file. */
export interface Form {
  /** The field of the file. */
  readonly name: string;
  readonly fields: readonly (readonly [name: string, value: string])[];
}
