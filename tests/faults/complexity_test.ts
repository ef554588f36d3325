import { DocumentsDirectory } from "../../src/files/base_directory.ts";
import { findDirectory } from "../../src/files/find_directory.ts";
import { posix, windows } from "../../src/files/path_style.ts";
import { typeOfName } from "../../src/files/type_of_name.ts";
import {
  charsetOf,
  isCharset,
  mediaTypeOf,
} from "../../src/request/content_type.ts";
import { hasExtension } from "../../src/source/type_by_name.ts";
import { nameOfSource } from "../../src/source/upload_source.ts";
import { decodeText } from "../../src/transfer/decode_text.ts";
import { assertLinear } from "../support/complexity.ts";
import { FakeEnvironment } from "../support/fake_environment.ts";

Deno.test("charsetOf() and mediaTypeOf() are linear", async () => {
  for (const start of ["", "text/html", "text/html;charset=", 'a;charset="']) {
    await assertLinear(charsetOf, { start });
    await assertLinear(mediaTypeOf, { start });
  }
  await assertLinear(isCharset);
});

Deno.test("typeOfName(), hasExtension() and nameOfSource() are linear", async () => {
  for (const search of [typeOfName, hasExtension]) {
    await assertLinear(search);
    await assertLinear(search, { start: "a.", end: "/" });
  }
  await assertLinear(nameOfSource);
});

Deno.test("decodeText() looks for a charset in linear time", async () => {
  const encoder = new TextEncoder();
  for (const start of ["", "<?xml ", '<?xml encoding="', "<meta ", "\ufeff"]) {
    await assertLinear(
      (text) => decodeText(encoder.encode(text), "text/html", undefined),
      { start },
    );
  }
});

Deno.test("findDirectory() reads user-dirs.dirs in linear time", async () => {
  const variables = { HOME: "/home/me" };
  for (
    const start of ["", 'XDG_DOCUMENTS_DIR="', 'XDG_DOCUMENTS_DIR="$HOME/']
  ) {
    await assertLinear((text) => {
      const files = { "/home/me/.config/user-dirs.dirs": text };
      const environment = new FakeEnvironment("linux", { variables, files });
      return findDirectory(DocumentsDirectory, environment);
    }, { start });
  }
});

Deno.test("a name is joined to its directory in linear time", async () => {
  for (const { join, relative } of [posix, windows]) {
    await assertLinear((text) => relative("/srv", join("/srv", text)));
  }
});
