/** The header of every request of tus. */
export const TUS = { "tus-resumable": "1.0.0" };

/** The headers of a PATCH, but for its offset. */
export const TUS_PATCH = {
  ...TUS,
  "content-type": "application/offset+octet-stream",
};
