import { AwsV4Signer } from "aws4fetch";
import { upload, type UploadSource } from "@network/upload";
import { MemoryStore } from "@network/upload/resumable";
import { s3, type S3Options, type S3SigningRequest } from "@network/upload/s3";
import { S3_CREDENTIALS } from "../../support/s3/s3_options.ts";
import { type Case, type Lab, same } from "../lab.ts";
import { bytesOf, FILE_SIZE, PART_SIZE, sha256Of } from "../protocol.ts";
import { streamOf } from "./sending.ts";

const KEY: S3Options = { credentials: S3_CREDENTIALS, partSize: PART_SIZE };

/** Checks that an object has all bytes, and that nothing else is left. */
async function checkObject(
  lab: Lab,
  name: string,
  expected: { parts: readonly number[]; operations: readonly string[] },
): Promise<void> {
  same(await lab.object(name), {
    sha256: await sha256Of(bytesOf(FILE_SIZE)),
    ...expected,
    unfinished: 0,
    violations: [],
  });
}

/** Uploads in parts, of which the server cuts off one. */
async function checkParts(
  lab: Lab,
  name: string,
  source: UploadSource,
  options: S3Options = KEY,
): Promise<void> {
  const { error, ok, bytesStored } = await upload({
    url: lab.objectUrl(name),
    source,
    contentType: "video/mp4",
    protocol: s3(options),
    retry: { baseDelay: 0 },
  });
  same([error?.message, ok, bytesStored], [undefined, true, FILE_SIZE]);
  await checkObject(lab, name, {
    parts: [1, 2, 2, 3],
    operations: [
      "CreateMultipartUpload",
      "UploadPart",
      "CompleteMultipartUpload",
    ],
  });
}

/** Is refused at the second part, and resumes by the same call. */
async function checkResumed(lab: Lab, source: UploadSource): Promise<void> {
  const store = new MemoryStore();
  const call = () =>
    upload({
      url: lab.objectUrl("refused"),
      source,
      contentType: "video/mp4",
      protocol: s3({ ...KEY, store, parallel: 1 }),
      retry: 0,
    });
  same((await call()).status, 503);
  const { error, ok, bytesStored } = await call();
  same([error?.message, ok, bytesStored], [undefined, true, FILE_SIZE]);
  await checkObject(lab, "refused", {
    parts: [1, 2, 2, 3],
    operations: [
      "CreateMultipartUpload",
      "UploadPart",
      "ListParts",
      "CompleteMultipartUpload",
    ],
  });
  for await (const [key] of store.list()) {
    throw new Error(`${key} is remembered`);
  }
}

/** Signs in the URL, as a server does that keeps the key. */
async function presign({ method, url }: S3SigningRequest): Promise<URL> {
  const signer = new AwsV4Signer({
    ...S3_CREDENTIALS,
    method,
    url: url.href,
    service: "s3",
    signQuery: true,
  });
  return (await signer.sign()).url;
}

/** Cases of uploads to S3. */
export const S3: readonly Case[] = [
  {
    name: "s3: bytes and a Blob in one PUT",
    async run(lab) {
      const bytes = bytesOf(FILE_SIZE);
      for (
        const [name, source] of [["bytes", bytes], [
          "Blob",
          new Blob([bytes]),
        ]] as const
      ) {
        const { status, bytesStored } = await upload({
          url: lab.objectUrl(name),
          source,
          contentType: "video/mp4",
          protocol: s3({ ...KEY, partSize: FILE_SIZE }),
        });
        same([status, bytesStored], [200, FILE_SIZE]);
        await checkObject(lab, name, { parts: [], operations: ["PutObject"] });
      }
    },
  },
  {
    name: "s3: bytes and a Blob in parts, one of which is sent again",
    async run(lab) {
      const bytes = bytesOf(FILE_SIZE);
      await checkParts(lab, "bytes", bytes);
      await checkParts(lab, "Blob", new Blob([bytes]));
    },
  },
  {
    name: "s3: a stream in parts, one of which is sent again",
    run: (lab) => checkParts(lab, "stream", streamOf(bytesOf(FILE_SIZE))),
  },
  {
    name: "s3: a file in parts, one of which is sent again",
    async run(lab) {
      if (!lab.abilities.files) return "no files";
      await checkParts(lab, "file", lab.file);
    },
  },
  {
    name: "s3: parts with a checksum",
    async run(lab) {
      const source = new Blob([bytesOf(FILE_SIZE)]);
      await checkParts(lab, "crc32", source, { ...KEY, checksum: "crc32" });
      await checkParts(lab, "sha256", source, { ...KEY, checksum: "sha256" });
    },
  },
  {
    name: "s3: parts with presigned URLs",
    run: (lab) =>
      checkParts(lab, "presigned", new Blob([bytesOf(FILE_SIZE)]), {
        sign: presign,
        partSize: PART_SIZE,
      }),
  },
  {
    name: "s3: the same call resumes bytes from a store",
    run: (lab) => checkResumed(lab, bytesOf(FILE_SIZE)),
  },
  {
    name: "s3: the same call resumes a file from a store",
    async run(lab) {
      if (!lab.abilities.files) return "no files";
      await checkResumed(lab, lab.file);
    },
  },
];
