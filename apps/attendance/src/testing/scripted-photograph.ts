import type { DecisionOutcome } from '@argus/contracts';
import sharp from 'sharp';

/** What the scripted vision sees in a picture. */
export interface Script {
  /** Faces, the largest first; `subject` is the person whom vision identifies. */
  readonly faces?: readonly {
    readonly subject: string | null;
    readonly reasons?: string[];
    readonly confidence?: number;
    readonly outcome?: DecisionOutcome;
  }[];
  /** Further faces are small ones, far behind the first. */
  readonly behind?: boolean;
  /** Code with which vision refuses the picture, or its enrolment. */
  readonly refusal?: string;
  /** The person with whom vision sees a conflict. */
  readonly conflict?: string;
}

const picture = await sharp({
  create: { width: 64, height: 64, channels: 3, background: '#777' },
})
  .png()
  .toBuffer();

/** Returns a readable picture in base64, with a script for the scripted vision appended. */
export const scriptedPhotograph = (script: Script = {}): string =>
  Buffer.concat([picture, Buffer.from(JSON.stringify(script))]).toString('base64');

export const scriptOf = (photograph: Uint8Array): Script =>
  JSON.parse(Buffer.from(photograph).subarray(picture.length).toString()) as Script;
