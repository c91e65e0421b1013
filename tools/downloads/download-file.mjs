/* Downloads a file of known length. */

const LIMIT_MS = 300_000;

/** Plain Node asks no proxy by itself; pip, the first source, does. */
function proxyAdvice() {
  const proxy = ['HTTPS_PROXY', 'https_proxy', 'ALL_PROXY', 'all_proxy'].find((name) => process.env[name]);
  if (proxy === undefined || process.env.NODE_USE_ENV_PROXY === '1') return '';
  return (
    `; ${proxy} is set and was not used: set NODE_USE_ENV_PROXY=1 (Node 24 and later), use pip, which takes the proxy, ` +
    'or name a mirror inside (--mirror)'
  );
}

/** Returns the bytes at a URL, redirects followed. Throws when there are more than `maxBytes`. */
export async function downloadFile(url, maxBytes) {
  let response;
  try {
    response = await fetch(url, { signal: AbortSignal.timeout(LIMIT_MS) });
  } catch (error) {
    throw new Error((error.cause?.code ?? error.cause?.message ?? error.message) + proxyAdvice());
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
