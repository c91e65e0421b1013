/* UTS 39, "highly restrictive": one recommended script (UAX 31, table 5), or Latin with the scripts of Chinese, Japanese, Korean. */
const recommended =
  'Arab Armn Beng Bopo Cyrl Deva Ethi Geor Grek Gujr Guru Hang Hani Hebr Hira Kana Khmr Knda Laoo Latn Mlym Mymr Orya Sinh Taml Telu Thaa Thai Tibt';
const together = ['Latn Hani Hira Kana', 'Latn Hani Bopo', 'Latn Hani Hang'];

const readable = [...recommended.split(' '), ...together].map((scripts) => {
  const classes = `${scripts} Zyyy Zinh`.split(' ').map((script) => `\\p{scx=${script}}`);
  return new RegExp(`^[${classes.join('')}]*$`, 'u');
});

/* Control and format characters, private use, unassigned code points, separators other than the space. */
const UNSEEN = /[\p{C}\p{Zl}\p{Zp}]|(?! )\p{Zs}/u;

/* Invisible although letters, marks or symbols: fillers of Hangul, Khmer inherent vowels, the blank braille pattern. */
const BLANK = /[\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0\ufe00-\ufe0f\u{e0100}-\u{e01ef}]/u;

/** Returns why other people could not read or tell apart a name in NFC; undefined if they can. */
export function nameProblem(name: string): string | undefined {
  if (!name.isWellFormed() || UNSEEN.test(name) || BLANK.test(name))
    return 'Use no invisible characters in this name.';
  if (!readable.some((scripts) => scripts.test(name))) return 'Use letters of one script in this name.';
  return undefined;
}
