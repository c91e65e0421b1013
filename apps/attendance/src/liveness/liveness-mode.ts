import { settingType } from '@argus/service-kit';
import { cameraKey } from './camera-key.js';

/**
 * What a face needs: nothing; scores of passive models as a hint, which gate nothing; or a challenge that a living person
 * passed.
 */
export const livenessModes = ['off', 'passive_hint', 'active_required'] as const;
export type LivenessMode = (typeof livenessModes)[number];

const isMode = (word: string): word is LivenessMode => (livenessModes as readonly string[]).includes(word);

/** Modes of single cameras by their keys: `DOOR=active_required,HALL=off`. */
export const cameraModes = settingType<ReadonlyMap<string, LivenessMode>>(
  `camera=${livenessModes.join('|')}, several separated by commas`,
  (value) => {
    const modes = new Map<string, LivenessMode>();
    for (const entry of value
      .split(',')
      .map((word) => word.trim())
      .filter(Boolean)) {
      const at = entry.lastIndexOf('=');
      const [camera, mode] = [cameraKey(entry.slice(0, at)), entry.slice(at + 1).trim()];
      if (at < 1 || camera === '' || !isMode(mode)) throw new Error(`"${entry}" is not camera=mode`);
      if (modes.has(camera)) throw new Error(`camera "${camera}" stands twice`);
      modes.set(camera, mode);
    }
    return modes;
  },
);
