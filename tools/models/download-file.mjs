/* Downloads a file of known length. */

const LIMIT_MS = 300_000;

/** Returns the bytes at a URL, redirects followed. Throws when there are more than `maxBytes`. */
export async function downloadFile(url, maxBytes) {
  let response;
  try {
    response = await fetch(url, { signal: AbortSignal.timeout(LIMIT_MS) });
  } catch (error) {
    throw new Error(error.cause?.code ?? error.cause?.message ?? error.message);
  }
  if (!response.ok) throw new Error(`the answer is ${response.status}`);
  const chunks = [];
  let length = 0;
  for await (const chunk of response.body) {
    length += chunk.length;
    if (length > maxBytes) throw new Error(`more than ${maxBytes} bytes came`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
