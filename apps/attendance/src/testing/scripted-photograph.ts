import sharp from 'sharp';

/** What the scripted vision sees in a picture. */
export interface Script {
  /** Faces, the largest first; the subject is who vision takes each for. */
  readonly faces?: readonly {
    readonly subject: string | null;
    readonly reasons?: string[];
    readonly confidence?: number;
  }[];
  /** Code that vision refuses the picture, or its enrolment, with. */
  readonly refusal?: string;
}

const picture = await sharp({
  create: { width: 64, height: 64, channels: 3, background: '#777' },
})
  .png()
  .toBuffer();

/** A readable picture, in base64, with a script for the scripted vision behind its end. */
export const scriptedPhotograph = (script: Script = {}): string =>
  Buffer.concat([picture, Buffer.from(JSON.stringify(script))]).toString('base64');

export const scriptOf = (photograph: Uint8Array): Script =>
  JSON.parse(Buffer.from(photograph).subarray(picture.length).toString()) as Script;
