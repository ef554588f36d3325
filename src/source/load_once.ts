/**
 * Keeps a module once it is loaded, because even then `import()` costs a turn of
 * the event loop. After a failure it is loaded again.
 */
export function loadOnce<Module>(
  load: () => Promise<Module>,
): () => Promise<Module> {
  let loading: Promise<Module> | undefined;
  return () =>
    loading ??= load().catch((thrown) => {
      loading = undefined;
      throw thrown;
    });
}
