import { equipmentService } from '@argus/equipment';
import { deviceContract, type DeviceWithPassword, equipmentContract, type Principal } from '@argus/contracts';
import { NatsBus } from '@argus/messaging';
import {
  busKeysIn,
  type Keeper,
  keepBroker,
  keeperCaller,
  readSettings,
  platformSettings,
  sealedBus,
} from '@argus/service-kit';
import { startNats, type TestNats } from '@argus/testing';
import { ServiceReplica, Site } from '@argus/testing/services';
import mqtt from 'mqtt';
import { type BrokerKeys, gateWith, keysIn, usersWith } from '../broker/broker-users.js';
import { services } from '../services.js';

const gateway = 'auth-gateway';
const { create, revoke } = deviceContract.operations;

export const engineer: Principal = {
  family: 'techtrack',
  accountId: 7,
  username: 'engineer',
  role: 'engineer',
  sessionId: 'a-session',
};

/** A broker with its keeper, and the service that knows devices. */
export class DeviceStage {
  private constructor(
    readonly site: Site,
    readonly broker: TestNats,
    private readonly keys: BrokerKeys,
    readonly equipment: ServiceReplica,
    private keeper: Keeper | undefined,
  ) {}

  static async start(): Promise<DeviceStage> {
    const site = await Site.create();
    const keys = keysIn({ DATA_DIR: site.folder });
    const broker = await startNats({ mqtt: {}, users: usersWith(keys), gate: gateWith(keys) });
    const keeper = await keeperOf(site, broker, keys);
    const keysOf = busKeysIn({ DATA_DIR: site.folder }, [...services, keeperCaller]);
    const equipment = await ServiceReplica.start(equipmentService, {
      site,
      settings: { NATS_URL: broker.address, NATS_NKEY: keys.of.equipment!.seed },
      connectBus: async (service) => {
        const name = service === 'test' ? gateway : service;
        const bus = await NatsBus.connect({ servers: broker.address, name, nkey: keys.of[name]!.seed });
        return sealedBus(bus, keysOf(name));
      },
    });
    return new DeviceStage(site, broker, keys, equipment, keeper);
  }

  async stop(): Promise<void> {
    await this.equipment.stop();
    await this.stopKeeper();
    await this.broker.stop();
    await this.site.remove();
  }

  async stopKeeper(): Promise<void> {
    await this.keeper?.stop();
    this.keeper = undefined;
  }

  async startKeeper(sharedDevicePassword?: string): Promise<void> {
    this.keeper = await keeperOf(this.site, this.broker, this.keys, sharedDevicePassword);
  }

  async machine(): Promise<number> {
    const body = { equipment_type: 'Robot', model: 'R100', installation_date: '2024-01-02' } as const;
    return (await this.equipment.call(equipmentContract.operations.create, { body }, engineer)).id;
  }

  async device(equipment: number[] | null): Promise<Required<DeviceWithPassword>> {
    const made = await this.equipment.call(create, { body: { name: 'a device', equipment } }, engineer);
    return { ...made, password: made.password! };
  }

  async revoke({ id }: { readonly id: number }): Promise<void> {
    await this.equipment.call(revoke, { params: { id } }, engineer);
  }

  /** Connects as a device once; rejects where it is refused. */
  connect(
    { username, password }: Pick<DeviceWithPassword, 'username' | 'password'>,
    options: mqtt.IClientOptions = {},
  ): Promise<mqtt.MqttClient> {
    const own = {
      username,
      password: password!,
      clientId: username,
      reconnectPeriod: 0,
      connectTimeout: 30_000,
    };
    return mqtt.connectAsync(this.broker.mqttUrl!, { ...own, ...options });
  }
}

const keeperOf = (
  { folder }: Site,
  broker: TestNats,
  keys: BrokerKeys,
  sharedDevicePassword?: string,
): Promise<Keeper | undefined> => {
  const [settings] = readSettings([platformSettings], {
    NATS_URL: broker.address,
    NATS_KEEPER_NKEY: keys.of.keeper!.seed,
    NATS_SYSTEM_NKEY: keys.system.seed,
    NATS_ISSUER_NKEY: keys.issuer.seed,
  });
  const BUS_KEYS = [busKeysIn({ DATA_DIR: folder }, [...services, keeperCaller])(keeperCaller.name)];
  return keepBroker({ ...settings, BUS_KEYS }, new AbortController().signal, { sharedDevicePassword });
};
