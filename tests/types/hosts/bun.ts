import { upload } from "@network/upload";

const url = "http://127.0.0.1/";

upload({ url, source: Bun.file("a.json"), progress: true });
upload(url, "PUT", Bun.file("a.json"), "text/x");
upload({ url, source: Bun.file("a.json").stream(), fetch });
