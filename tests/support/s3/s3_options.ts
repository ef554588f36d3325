import type { S3Keep, S3Limits } from "./s3_context.ts";

/** How a strict S3 server is set up. */
export interface StrictS3Options extends Partial<S3Limits> {
  /** What it keeps of bodies. @default "bytes" */
  readonly keep?: S3Keep;
  /** @default "us-east-1" */
  readonly region?: string;
  /** The names of the buckets. @default ["uploads"] */
  readonly buckets?: readonly string[];
  /** Whether pages of other origins may use it. @default false */
  readonly cors?: boolean;
}

/** The credentials that a server knows by default. */
export const S3_CREDENTIALS = {
  accessKeyId: "AKIATEST",
  secretAccessKey: "wJalrXUtnFEMI/K7MDENG+secret",
} as const;

const MIB = 1024 * 1024;

/** The limits of S3 itself. */
export const S3_LIMITS: S3Limits = {
  minPartSize: 5 * MIB,
  maxPartSize: 5120 * MIB,
  maxParts: 10_000,
  pageSize: 1_000,
  equalParts: false,
  completesAgain: false,
};
