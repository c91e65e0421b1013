import { settingType } from '@argus/service-kit';
import { cameraKey } from './camera-key.js';

/** Type of a setting that gives single cameras one of these words: `DOOR=alone,HALL=largest`. Cameras stand by their keys. */
export const cameraChoices = <Word extends string>(words: readonly Word[]) =>
  settingType<ReadonlyMap<string, Word>>(
    `camera=${words.join('|')}, several separated by commas`,
    (value) => {
      const chosen = new Map<string, Word>();
      for (const entry of value
        .split(',')
        .map((part) => part.trim())
        .filter(Boolean)) {
        const at = entry.lastIndexOf('=');
        const [camera, name] = [cameraKey(entry.slice(0, at)), entry.slice(at + 1).trim()];
        const word = words.find((each) => each === name);
        if (at < 1 || camera === '' || word === undefined)
          throw new Error(`"${entry}" is not camera=${words.join('|')}`);
        if (chosen.has(camera)) throw new Error(`camera "${camera}" stands twice`);
        chosen.set(camera, word);
      }
      return chosen;
    },
  );
