import { foldText, stripped } from '@argus/contracts';

/** Returns the form in which names of cameras are compared, so that what looks alike to a reader is one camera. */
export const cameraKey = (name: string): string => foldText(stripped(name));
