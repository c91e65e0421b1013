export interface HttpAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed where the answer says that it is JSON, else its text. */
  readonly body: unknown;
}

export interface HttpRequest {
  readonly token?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as it is where it is text or bytes, else as JSON. */
  readonly body?: unknown;
}

/** A client that knows nothing of the platform but its address. */
export class HttpClient {
  constructor(readonly baseUrl: string) {}

  async send(
    method: string,
    path: string,
    { token, headers = {}, body }: HttpRequest = {},
  ): Promise<HttpAnswer> {
    const raw = typeof body === 'string' || body instanceof Uint8Array || body instanceof FormData;
    const isJson = body !== undefined && !raw;
    const response = await fetch(this.baseUrl + path, {
      method,
      redirect: 'manual',
      headers: {
        ...(isJson && { 'content-type': 'application/json' }),
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...headers,
      },
      ...(body !== undefined && {
        body: isJson ? JSON.stringify(body) : (body as string | Uint8Array<ArrayBuffer> | FormData),
      }),
    });
    const text = await response.text();
    const parses = /[/+]json\b/.test(response.headers.get('content-type') ?? '') && text !== '';
    return { status: response.status, headers: response.headers, body: parses ? JSON.parse(text) : text };
  }

  get(path: string, request?: HttpRequest): Promise<HttpAnswer> {
    return this.send('GET', path, request);
  }
  post(path: string, body?: unknown, request?: HttpRequest): Promise<HttpAnswer> {
    return this.send('POST', path, { ...request, body });
  }
  put(path: string, body?: unknown, request?: HttpRequest): Promise<HttpAnswer> {
    return this.send('PUT', path, { ...request, body });
  }
  patch(path: string, body?: unknown, request?: HttpRequest): Promise<HttpAnswer> {
    return this.send('PATCH', path, { ...request, body });
  }
  delete(path: string, request?: HttpRequest): Promise<HttpAnswer> {
    return this.send('DELETE', path, request);
  }
}

/** Asks again until the answer is as wanted; the test's own limit ends the waiting. */
export async function eventually<T>(
  ask: () => Promise<T>,
  wanted: (answer: T) => boolean,
  pauseMs = 50,
): Promise<T> {
  for (;;) {
    const answer = await ask();
    if (wanted(answer)) return answer;
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}
