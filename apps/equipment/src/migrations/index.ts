import { EquipmentReadingsAlerts1764100000000 } from './1764100000000-equipment-readings-alerts.js';
import { RollupsAndBatches1764100001000 } from './1764100001000-rollups-and-batches.js';
import { Alarms1764110000000 } from './1764110000000-alarms.js';
import { WatchLag1764110000001 } from './1764110000001-watch-lag.js';
import { Oee1764200000000 } from './1764200000000-oee.js';
import { Measurements1764300000000 } from './1764300000000-measurements.js';
import { AgeOfCounts1764200000001 } from './1764200000001-age-of-counts.js';
import { CheckpointSignals1764300000001 } from './1764300000001-checkpoint-signals.js';
import { RulesGoOn1796012000000 } from './1796012000000-rules-go-on.js';
import { AlarmFeed1796014800000 } from './1796014800000-alarm-feed.js';
import { CheckpointLastKnown1764400000000 } from './1764400000000-checkpoint-last-known.js';
import { CheckpointsByMicrosecond1796012465981 } from './1796012465981-checkpoints-by-microsecond.js';
import { Devices1796018404808 } from './1796018404808-devices.js';
import { TextsFold1796031000438 } from './1796031000438-texts-fold.js';
import { DeviceRefusals1796031500000 } from './1796031500000-device-refusals.js';
import { ClockOfRecords1796038200000 } from './1796038200000-clock-of-records.js';
import { RemovalsForFollowers1796046000000 } from './1796046000000-removals-for-followers.js';

export const equipmentMigrations = [
  EquipmentReadingsAlerts1764100000000,
  RollupsAndBatches1764100001000,
  Alarms1764110000000,
  WatchLag1764110000001,
  Oee1764200000000,
  AgeOfCounts1764200000001,
  Measurements1764300000000,
  CheckpointSignals1764300000001,
  CheckpointLastKnown1764400000000,
  CheckpointsByMicrosecond1796012465981,
  RulesGoOn1796012000000,
  AlarmFeed1796014800000,
  Devices1796018404808,
  TextsFold1796031000438,
  DeviceRefusals1796031500000,
  ClockOfRecords1796038200000,
  RemovalsForFollowers1796046000000,
];
