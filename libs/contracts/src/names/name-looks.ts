import unhomoglyph from 'unhomoglyph';
import { foldText } from './text-fold.js';

/** How a name looks: two names of the same looks cannot be told apart by a reader. */
export interface NameLooks {
  readonly inSmallLetters: string;
  readonly inCapitals: string;
}

/**
 * Returns the looks of a name after the confusables of UTS 39, which differ between small letters (`рос`, `poc`) and capitals
 * (`НАСТ`, `HACT`). ASCII stays: `STU10` and `STU1O` are two employee ids.
 */
export function looksOf(name: string): NameLooks {
  const folded = foldText(name);
  return {
    inSmallLetters: looks(folded, (prototype) => prototype),
    /* UTS 39 calls every upright stroke `l`. */
    inCapitals: looks(folded.toUpperCase(), (prototype) => prototype.replaceAll('l', 'I')),
  };
}

const looks = (text: string, read: (prototype: string) => string): string =>
  text
    .normalize('NFD')
    .replace(/[^\0-\u007f]+/g, (foreign) => read(unhomoglyph(foreign)))
    .normalize('NFC');
