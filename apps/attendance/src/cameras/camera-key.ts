/** Format characters, such as a zero-width space, are not seen. */
const UNSEEN = /\p{Cf}/gu;

/** Returns the form in which names of cameras are compared, so that what looks alike to a reader is one camera. */
export const cameraKey = (name: string): string =>
  name.normalize('NFKC').replace(UNSEEN, '').trim().toLowerCase().normalize('NFC');
