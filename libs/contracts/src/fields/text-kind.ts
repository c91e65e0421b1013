/** What a text is for. `textRules` says what is done with it. */
export type TextKind = 'name' | 'free' | 'sought' | 'search' | 'password' | 'opaque' | 'picture';

/** The sentence that API documents add to a field, by the kind of its text. What programs make stays as it is. */
export const textRules: Readonly<Partial<Record<TextKind, string>>> = {
  name: 'Kept as Unicode NFC without outer spaces; control and zero-width characters are refused.',
  free: 'Kept as Unicode NFC without outer spaces.',
  sought:
    'Compared as Unicode NFKC, without case (`STRASSE` is `straße`, `E` is not `É`), outer spaces, control and zero-width characters.',
  search:
    'Words, compared as Unicode NFKC, without case, accents (`jose` finds José, `lodz` finds Łódź), outer spaces, control and zero-width ' +
    'characters; any apostrophe is the same.',
  password: 'Compared as Unicode NFC with any kind of space as the plain one (RFC 8265).',
  picture:
    'Base64 or base64url, with or without padding, line breaks and the head of a data URL. In a form, write + as %2B; one that became a ' +
    'space is restored. Other characters are refused.',
};
