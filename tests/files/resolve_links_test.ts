import type { BaseDirectory } from "@network/upload";
import { assertEquals, assertRejects } from "@std/assert";
import { UploadError } from "../../src/errors/upload_error.ts";
import { resolveFile } from "../../src/files/resolve_file.ts";
import { FakeEnvironment } from "../support/fake_environment.ts";

const OUTBOX = new URL("file:///srv/out%20box/");
const HOMES = { HOME: "/home/me" };

/** The path of a file in the outbox without links, where `link` leads elsewhere. */
async function resolveLink(
  name: string,
  links: Readonly<Record<string, string>>,
  base: BaseDirectory | undefined = OUTBOX,
): Promise<string> {
  const environment = new FakeEnvironment("linux", { links, variables: HOMES });
  return await resolveFile(name, base, environment, { followLinks: false });
}

Deno.test("resolveFile() returns the path without links if it follows none", async () => {
  const links = {
    "/srv/out box/": "/mnt/box",
    "/srv/out box": "/mnt/box",
    "/srv/out box/link": "/mnt/box/b/a.txt",
    "/srv/out box/a.txt": "/mnt/box/a.txt",
    "/home/me/Documents/a.txt": "/home/me/Documents/b",
  };

  assertEquals(await resolveLink("a.txt", links), "/mnt/box/a.txt");
  assertEquals(await resolveLink("b/../link", links), "/mnt/box/b/a.txt");
  assertEquals(
    await resolveLink("/srv/out box/link", links),
    "/mnt/box/b/a.txt",
  );
});

Deno.test("resolveFile() refuses a link that leads out if it follows none", async () => {
  for (const target of ["/etc/passwd", "/srv/out box2/a", "/srv/a", "/"]) {
    const links = { "/srv/out box/link": target };
    const error = await assertRejects(
      () => resolveLink("link", links),
      UploadError,
      'Cannot open "link": it is outside its base directory',
    );

    assertEquals(error.code, "outside-directory");
  }
});

Deno.test("resolveFile() follows no links in the documents, the default base directory", async () => {
  const environment = new FakeEnvironment("linux", {
    links: { "/home/me/Documents/link": "/home/me/.ssh/id" },
    variables: HOMES,
  });
  const options = { followLinks: false };
  const resolving = (name: string) =>
    resolveFile(name, undefined, environment, options);

  assertEquals(await resolving("a.txt"), "/home/me/Documents/a.txt");
  for (const name of ["link", "/home/me/Documents/a.txt"]) {
    const { code } = await assertRejects(() => resolving(name), UploadError);
    assertEquals(code, "outside-directory");
  }
});

Deno.test("resolveFile() refuses a link to a volume without a drive on Windows", async () => {
  const name = "C:\\outbox\\link";
  for (
    const target of ["\\\\?\\Volume{1}\\x", "D:\\x", "\\\\server\\share\\x"]
  ) {
    const environment = new FakeEnvironment("windows", {
      links: { [name]: target },
    });
    const error = await assertRejects(
      () =>
        resolveFile(name, new URL("file:///C:/outbox/"), environment, {
          followLinks: false,
        }),
      UploadError,
    );

    assertEquals(error.code, "outside-directory");
  }
});
