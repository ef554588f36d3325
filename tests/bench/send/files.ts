/** Files by `readFile` and bare `fetch`, several at a time: the least that a program of Deno needs. */

const [url = "", parallel = "", ...files] = Deno.args;
const left = files.values();

async function sendAll(): Promise<void> {
  for (const file of left) {
    const response = await fetch(url, {
      method: "PUT",
      body: await Deno.readFile(file),
    });
    await response.text();
  }
}

await Promise.all(Array.from({ length: Number(parallel) }, sendAll));
Deno.exit();
