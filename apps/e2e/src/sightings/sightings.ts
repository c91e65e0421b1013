import { alarmSightings } from './alarm.sightings.js';
import { daySightings } from './day.sightings.js';
import { documentSightings } from './document.sightings.js';
import { peopleSightings } from './people.sightings.js';
import { pictureSightings } from './picture.sightings.js';
import type { Sighting } from './sighting.js';
import { timeSightings } from './time.sightings.js';

export const sightings: readonly Sighting[] = [
  ...timeSightings,
  ...daySightings,
  ...alarmSightings,
  ...peopleSightings,
  ...pictureSightings,
  ...documentSightings,
].sort((a, b) => a.item - b.item);
