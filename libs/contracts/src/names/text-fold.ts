/**
 * Returns the form in which two texts that people type are the same: compatibility forms (NFKC), case and outer space are ignored, accents
 * are not. Small letters first, since `ẞ` is its own capital; capitals next, since only they make `SS` of `ß`. Language does not matter:
 * `ı` and `i` are one letter. In SQL it is `fold_text`, which every service's schema has (ADR 78).
 */
export const foldText = (text: string): string =>
  PRINTABLE_ASCII.test(text) ? text.toLowerCase().trim() : folded(text);

/* Of these every step but the small letters changes nothing. */
const PRINTABLE_ASCII = /^[ -~]*$/;

const folded = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .toUpperCase()
    .toLowerCase()
    .replaceAll('ς', 'σ')
    .normalize('NFKC')
    .trim();
