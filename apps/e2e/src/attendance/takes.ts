import type { Photograph } from '@argus/testing/photographs';
import sharp from 'sharp';
import { dataUrl } from './attendance-client.js';

/** Three takes of a photograph to enrol with; another photograph of the person walks through the film. */
export async function takesOf(photograph: Photograph): Promise<string[]> {
  const bytes = await photograph.read();
  const takes = [
    bytes,
    await sharp(bytes).modulate({ brightness: 0.9 }).jpeg({ quality: 92 }).toBuffer(),
    await sharp(bytes).modulate({ brightness: 1.08 }).jpeg({ quality: 92 }).toBuffer(),
  ];
  return takes.map((each) => dataUrl(each));
}
