import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { AuditVerifier } from './audit/audit-verifier.js';
import { FirstAdmin } from './accounts/first-admin.js';
import { SessionRetention } from './sessions/session-retention.js';
import { SigningKeyService } from './signing-keys/signing-key.service.js';

const minuteMs = 60_000;

/** What identity does without being asked: at the start, every minute and every hour. */
@Injectable()
export class IdentityLifecycle implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #logger = new Logger(IdentityLifecycle.name);
  readonly #timers: NodeJS.Timeout[] = [];

  constructor(
    private readonly signingKeys: SigningKeyService,
    private readonly firstAdmin: FirstAdmin,
    private readonly retention: SessionRetention,
    private readonly audit: AuditVerifier,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.signingKeys.maintain();
    await this.firstAdmin.ensure();
    this.#every(minuteMs, 'maintain signing keys', () => this.signingKeys.maintain());
    this.#every(60 * minuteMs, 'forget old sessions', () => this.retention.sweep());
    this.#every(60 * minuteMs, 'note the end of the audit', () => this.#noteAuditHead());
  }

  onApplicationShutdown(): void {
    for (const timer of this.#timers) clearInterval(timer);
  }

  /** Logs are kept elsewhere: the line is an anchor for `npm run audit -- verify --anchor`. */
  async #noteAuditHead(): Promise<void> {
    const { position, mac } = await this.audit.head();
    this.#logger.log(`End of the audit: ${position}:${mac}`);
  }

  /** A failure is the next turn's to mend: keys are made weeks ahead. */
  #every(intervalMs: number, task: string, work: () => Promise<void>): void {
    const run = (): void => {
      work().catch((error: unknown) => this.#logger.error(`Could not ${task}: ${String(error)}`));
    };
    this.#timers.push(setInterval(run, intervalMs).unref());
  }
}
