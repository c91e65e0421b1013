import { DomainError, type Issue, pictureBytes } from '@argus/contracts';
import { inspectImage } from '@argus/imaging';
import { adviceOn } from './failure.js';

export interface SentPhotograph {
  readonly image: string;
  /** Position in the request. */
  readonly path: Issue['path'];
}

/**
 * Returns the bytes of the pictures. The header of each says that it can be decoded.
 * @throws DomainError VALIDATION_FAILED with an issue per bad picture.
 */
export async function readPhotographs(sent: readonly SentPhotograph[]): Promise<Uint8Array[]> {
  const issues: Issue[] = [];
  const photographs: Uint8Array[] = [];
  for (const { image, path } of sent) {
    try {
      const bytes = pictureBytes(image);
      await inspectImage(bytes);
      photographs.push(bytes);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      issues.push({ path, code: 'invalid', params: { text: adviceOn(error) } });
    }
  }
  if (issues.length > 0) throw new DomainError('VALIDATION_FAILED', { issues });
  return photographs;
}
