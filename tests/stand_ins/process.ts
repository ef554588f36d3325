// `path-unified` asks for the platform while it is loaded, in runtimes without a process too.
if (!("process" in globalThis)) {
  Object.assign(globalThis, { process: { platform: "linux" } });
}
