import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { attendanceSettings, type AttendanceSettings } from '../../attendance.settings.js';
import { MaintenanceFailure } from './maintenance-failure.js';
import type { MaintenanceStep } from './maintenance-step.js';

const MAX_CHARACTERS = 1000;
const MINUTE_MS = 60_000;

/** Runs the program that writes a backup and tries it. What belongs into one, and where it goes, only the operator knows. */
@Injectable()
export class DatabaseBackup implements MaintenanceStep, OnApplicationShutdown {
  private readonly stopping = new AbortController();

  constructor(@Inject(attendanceSettings.token) private readonly settings: AttendanceSettings) {}

  async run(): Promise<string> {
    const { BACKUP_PROGRAM: program, BACKUP_MINUTES: minutes } = this.settings;
    if (program === undefined)
      throw new MaintenanceFailure(
        'No program that writes backups is set (BACKUP_PROGRAM); see docs/topics/backup.md.',
      );
    const signal = AbortSignal.any([this.stopping.signal, AbortSignal.timeout(minutes * MINUTE_MS)]);
    /* No shell and no words: nothing that a client sends gets there. */
    const child = spawn(program, [], { stdio: ['ignore', 'pipe', 'pipe'], signal });
    let last = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => (last = (last + text).slice(-MAX_CHARACTERS)));
    const [status] = await (once(child, 'close') as Promise<[number | null]>).catch((error: Error) => {
      const reason = error.name === 'AbortError' ? `it did not end within ${minutes} minutes` : error.message;
      throw new MaintenanceFailure(`The backup failed: ${reason}.`);
    });
    const words = last.trim() === '' ? 'The program said nothing.' : last.trim();
    if (status !== 0) throw new MaintenanceFailure(`The backup failed: ${words}`);
    return words;
  }

  onApplicationShutdown(): void {
    this.stopping.abort();
  }
}
