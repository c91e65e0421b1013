import {
  type CallContext,
  callerOf,
  type CameraAct,
  type CameraBody,
  type CameraChange,
  cameraChanged,
  type CameraQuery,
  DomainError,
  pageOfRows,
  invalid,
  offsetOf,
  type Page,
} from '@argus/contracts';
import { destinationOf, OutgoingPolicy, OutgoingRefused } from '@argus/outgoing';
import { Database, mapConstraints, Outbox, Sealer } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import {
  type CameraCredentials,
  cameraProtocols,
  isIpAddress,
  isSameServer,
  type SplitAddress,
  splitAddress,
} from './camera-address.js';
import { openedCredentials, sealedCredentials } from './camera-credentials.js';
import type { Camera } from './camera.entity.js';
import { type CameraSettings, CameraStore } from './camera.store.js';

const MAX_CAMERAS = 1000;

export type Asker = Pick<CallContext, 'principal' | 'requestId' | 'clientAddress' | 'userAgent'>;

/** Keeps the cameras of the site. */
@Injectable()
export class CameraService {
  constructor(
    private readonly database: Database,
    private readonly cameras: CameraStore,
    private readonly policy: OutgoingPolicy,
    private readonly sealer: Sealer,
    private readonly outbox: Outbox,
  ) {}

  /** By name. @throws DomainError PAGE_NOT_FOUND */
  async list(query: CameraQuery): Promise<Page<Camera>> {
    const rows = await this.cameras.list(query.is_active, query.page_size, offsetOf(query));
    return pageOfRows(rows, query);
  }

  /** @throws DomainError CAMERA_NOT_FOUND */
  async get(id: string): Promise<Camera> {
    return known(await this.cameras.find(id));
  }

  /** @throws DomainError VALIDATION_FAILED, CAMERA_EXISTS, TOO_MANY_CAMERAS */
  async create(body: CameraBody, asker: Asker): Promise<Camera> {
    const { id, name, location, direction, watch, maintenance } = body;
    const address = this.addressOf(body);
    const credentials = credentialsAfter({}, body, address);
    const camera = {
      id,
      name,
      location,
      direction,
      watch,
      maintenance,
      ipAddress: body.ip_address ?? null,
      url: address?.url ?? null,
      credentialsSealed: sealedCredentials(this.sealer, id, credentials),
    };
    await this.database.transaction(async (tx) => {
      if ((await this.cameras.count(tx)) >= MAX_CAMERAS) throw new DomainError('TOO_MANY_CAMERAS');
      const taken = { UQ_camera_id: 'CAMERA_EXISTS', PK_camera: 'CAMERA_EXISTS' };
      await mapConstraints(taken, () => this.cameras.insert(tx, camera));
      await this.changed(tx, id, 'created', asker, { host: hostOf(address) });
    });
    return this.get(id);
  }

  /** @throws DomainError VALIDATION_FAILED, CAMERA_NOT_FOUND */
  async change(id: string, change: CameraChange, asker: Asker): Promise<Camera> {
    const address = this.addressOf(change);
    return this.database
      .transaction(async (tx) => {
        const before = known(await this.cameras.findForChange(tx, id));
        const { ip_address, rtsp_url, username: _u, password: _p, is_active, ...same } = change;
        const url = rtsp_url === undefined ? before.url : (address?.url ?? null);
        const staysThere = url === before.url || isSameServer(url, before.url);
        const kept = staysThere ? openedCredentials(this.sealer, before.id, before.credentialsSealed) : {};
        const isGone = is_active === false;
        const credentials = isGone ? {} : credentialsAfter(kept, change, address);
        const settings: Partial<CameraSettings> = {
          ...same,
          ...(ip_address !== undefined && { ipAddress: ip_address }),
          ...(is_active !== undefined && { isActive: is_active }),
          ...(isGone && { watch: false }),
          url,
          credentialsSealed: sealedCredentials(this.sealer, before.id, credentials),
        };
        await this.cameras.change(tx, before.id, settings, url !== before.url || isGone);
        await this.changed(tx, before.id, isGone ? 'deactivated' : 'changed', asker, {
          host: hostOf(address),
          changed: Object.keys(change).join(' '),
        });
        return { ...before, ...settings };
      })
      .then(({ id: changed }) => this.get(changed));
  }

  /** Notes that somebody tried a camera or looked through it. */
  async note(id: string, act: CameraAct, asker: Asker): Promise<void> {
    await this.database.transaction((tx) => this.changed(tx, id, act, asker));
  }

  /**
   * Says at once what no connection may reach. A private network that is not listed is told when the camera is tried: who registers
   * cameras need not wait for the operator who lists it.
   */
  private addressOf({
    rtsp_url: text,
    ip_address: ip,
  }: Pick<CameraChange, 'rtsp_url' | 'ip_address'>): SplitAddress | undefined {
    if (ip !== undefined && ip !== null && !isIpAddress(ip))
      throw invalid('ip_address', 'invalid', {
        text: 'Enter an IPv4 or IPv6 address, such as 192.168.1.100.',
      });
    if (text === undefined || text === null) return undefined;
    try {
      const address = splitAddress(text);
      const { host } = destinationOf(address.url, cameraProtocols);
      this.policy.judgeHost(host);
      return address;
    } catch (error) {
      if (!(error instanceof OutgoingRefused)) throw error;
      if (error.reason === 'private_address') return splitAddress(text);
      throw invalid('rtsp_url', 'invalid', { text: `${error.message}.${advice[error.reason] ?? ''}` });
    }
  }

  /** The audit learns the address without what may be secret in it. */
  private async changed(
    tx: EntityManager,
    id: string,
    act: CameraAct,
    asker: Asker,
    { host = null, changed = '' }: { readonly host?: string | null; readonly changed?: string } = {},
  ): Promise<void> {
    await this.outbox.append(tx, cameraChanged, {
      camera_id: id,
      act,
      host,
      changed,
      requested_by: callerOf(asker).accountId,
      request_id: asker.requestId,
      client_address: asker.clientAddress ?? null,
      user_agent: asker.userAgent ?? null,
    });
  }
}

const advice: Readonly<Record<string, string>> = {
  invalid_url: ' Give a user or a password with special characters in the fields of that name.',
  forbidden_address: ' For trying, the operator may list this machine itself in CAMERA_NETWORKS.',
  wrong_scheme: ' Cameras are called by rtsp, rtsps, http or https.',
};

const hostOf = (address: SplitAddress | undefined): string | null =>
  address === undefined ? null : new URL(address.url).host;

/** What is given counts, then what the address holds, then what is kept; who removes the user removes the password. */
function credentialsAfter(
  kept: CameraCredentials,
  { username, password }: Pick<CameraChange, 'username' | 'password'>,
  address: SplitAddress | undefined,
): CameraCredentials {
  if (username === null) return {};
  const base = { ...kept, ...address?.credentials, ...(username !== undefined && { username }) };
  if (password === undefined) return base;
  const { password: _, ...others } = base;
  return password === null ? others : { ...others, password };
}

function known(camera: Camera | undefined): Camera {
  if (camera === undefined) throw new DomainError('CAMERA_NOT_FOUND');
  return camera;
}
