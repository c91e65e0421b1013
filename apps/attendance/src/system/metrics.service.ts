import { instant, type SystemMetrics } from '@argus/contracts';
import { Every, type PlatformSettings, platformSettings } from '@argus/service-kit';
import { Inject, Injectable } from '@nestjs/common';
import { attendanceSettings, type AttendanceSettings } from '../attendance.settings.js';
import { type CpuTime, cpuTime, networkBytes, usedBetween, usedDisk, usedMemory } from './machine.js';
import { SystemStore } from './system.store.js';

/** Measures the machine that it runs on. */
@Injectable()
export class MetricsService {
  /* Two readings, so that an answer looks back five to ten seconds. */
  private before: CpuTime = { busyMs: 0, totalMs: 0 };
  private last: CpuTime = cpuTime();

  constructor(
    private readonly store: SystemStore,
    @Inject(platformSettings.token) private readonly platform: PlatformSettings,
    @Inject(attendanceSettings.token) private readonly settings: AttendanceSettings,
  ) {}

  @Every(5000, 'read the time of the processor')
  async sample(): Promise<void> {
    this.before = this.last;
    this.last = cpuTime();
  }

  async metrics(): Promise<SystemMetrics> {
    const [disk, network, faces] = await Promise.all([
      usedDisk(this.platform.DATA_DIR),
      networkBytes(),
      this.store.faceWork(this.settings.ATTENDANCE_RESULT_HOURS),
    ]);
    return {
      cpu_usage: rounded(usedBetween(this.before, cpuTime())),
      memory_usage: rounded(usedMemory()),
      disk_usage: rounded(disk),
      network_io: network ? { bytes_sent: network.sent, bytes_received: network.received } : null,
      face_processing: {
        total_processed: faces.ended,
        avg_processing_time: faces.meanSeconds === null ? null : rounded(faces.meanSeconds, 3),
        success_rate: faces.ended === 0 ? null : rounded(faces.completed / faces.ended),
        since: instant(faces.since),
      },
    };
  }
}

export const rounded = (value: number, decimals = 2): number => Number(value.toFixed(decimals));
