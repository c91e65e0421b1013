/* Long enough that no hit is chance, and short enough for the shortest secret. */
const MIN_LENGTH = 12;
/* Of a longer secret its middle is looked for: ends of pictures and tokens are alike. */
const MAX_LENGTH = 48;

interface Form {
  readonly kind: string;
  readonly bytes: Buffer;
}

/** Secrets to look for, in every form in which they could leak. Finds all of them in one pass over the bytes. */
export class Needles {
  private readonly forms = new Map<number, Form[]>();
  private readonly starts = new Uint8Array(1 << 24);
  private readonly known = new Map<string, string>();

  /** Adds a secret unless it is known or too short to be told from chance. */
  add(kind: string, secret: Uint8Array | string): void {
    const whole = Buffer.from(secret as Uint8Array);
    const from = Math.max(0, (whole.length - MAX_LENGTH) >> 1);
    const bytes = whole.subarray(from, from + MAX_LENGTH);
    const key = bytes.toString('latin1');
    if (bytes.length < MIN_LENGTH || this.known.has(key)) return;
    this.known.set(key, kind);
    for (const form of formsOf(bytes)) this.addForm(kind, form);
  }

  get size(): number {
    return this.known.size;
  }

  get kinds(): string[] {
    return [...new Set(this.known.values())].sort();
  }

  /** Returns the kinds of the secrets that stand in the bytes. */
  kindsIn(bytes: Buffer): string[] {
    const found = new Set<string>();
    for (let at = 0, start = 0; at < bytes.length; at++) {
      start = ((start << 8) | bytes[at]!) & 0xffffff;
      if (at < 2 || this.starts[start] === 0) continue;
      for (const { kind, bytes: form } of this.forms.get(start) ?? [])
        if (!found.has(kind) && isAt(bytes, at - 2, form)) found.add(kind);
    }
    return [...found].sort();
  }

  private addForm(kind: string, bytes: Buffer): void {
    const start = bytes.readUIntBE(0, 3);
    this.starts[start] = 1;
    this.forms.set(start, [...(this.forms.get(start) ?? []), { kind, bytes }]);
  }
}

const isAt = (bytes: Buffer, at: number, form: Buffer): boolean =>
  at + form.length <= bytes.length && bytes.compare(form, 0, form.length, at, at + form.length) === 0;

/** The secret as it is, in hexadecimal, in Base64 at each of three places of a longer text, in a URL and in JSON. */
export function formsOf(secret: Buffer): Buffer[] {
  const text = secret.toString();
  const base64 = [0, 1, 2].map((shift) =>
    Buffer.concat([Buffer.alloc(shift), secret])
      .toString('base64')
      .slice(shift === 0 ? 0 : 4, -4),
  );
  const isText = Buffer.from(text).equals(secret);
  const texts = [
    secret.toString('hex'),
    ...base64,
    ...base64.map((each) => each.replaceAll('+', '-').replaceAll('/', '_')),
    ...(isText ? [encodeURIComponent(text), JSON.stringify(text).slice(1, -1)] : []),
  ];
  const distinct = new Set([secret.toString('latin1'), ...texts]);
  return [...distinct].map((each) => Buffer.from(each, 'latin1'));
}
