import {
  contract,
  errorReply,
  internal,
  op,
  pageOf,
  PageQuery,
  roles,
  RowParams,
} from '../contract/index.js';
import {
  boolean,
  choice,
  Field,
  foreignKey,
  integer,
  list,
  nameText,
  object,
  partialOf,
  text,
} from '../fields/index.js';

/** Most machines that one device is named for; more than that is "all". */
const MAX_MACHINES = 1000;
/** Most connections that one question is about. */
export const MAX_CONNECTIONS_ASKED = 1000;

export class DeviceBody {
  @Field(nameText({ maxLength: 100 }), { example: 'Edge gateway of hall 3' }) name!: string;
  @Field(list(foreignKey(), { minItems: 1, maxItems: MAX_MACHINES }), {
    nullable: true,
    example: [12, 13],
    description: 'Equipment whose readings the device may publish; null for all equipment',
  })
  equipment!: number[] | null;
}
export const DevicePatch = partialOf(DeviceBody);
export type DevicePatch = InstanceType<typeof DevicePatch>;

export const deviceRefusalCauses = ['wrong_password', 'revoked', 'client_id', 'no_equipment'] as const;
export type DeviceRefusalCause = (typeof deviceRefusalCauses)[number];

export class DeviceView {
  @Field(integer()) id!: number;
  @Field(text(), { example: 'Edge gateway of hall 3' }) name!: string;
  @Field(text(), { example: 'device-7', description: 'User name and client id of the device in MQTT' })
  username!: string;
  @Field(list(integer()), {
    nullable: true,
    description: 'Equipment whose readings the device may publish; null for all equipment',
    example: [12, 13],
  })
  equipment!: number[] | null;
  @Field(text(), {
    nullable: true,
    description: 'User name of the account that made it',
    example: 'engineer',
  })
  created_by!: string | null;
  @Field(text({ format: 'date-time' })) created_at!: string;
  @Field(text({ format: 'date-time' }), { nullable: true, description: 'Last connection' })
  last_used_at!: string | null;
  @Field(text({ format: 'date-time' }), {
    nullable: true,
    description: 'Last connection that was refused, accurate to a minute',
  })
  last_refused_at!: string | null;
  @Field(choice(...deviceRefusalCauses), {
    nullable: true,
    description:
      'Why it was refused: `wrong_password` (also a replaced one), `revoked`, `client_id` (it must be the user name), `no_equipment`',
  })
  last_refusal_cause!: DeviceRefusalCause | null;
  @Field(text({ format: 'date-time' }), { nullable: true }) revoked_at!: string | null;
}

export class DeviceWithPassword extends DeviceView {
  @Field(text(), {
    optional: true,
    secret: 'once',
    description:
      'Password of the device in MQTT. It is shown only once: a repetition under an Idempotency-Key is answered without it; rotate it then',
  })
  password?: string;
}

export class DeviceQuery extends PageQuery {
  @Field(boolean(), { default: false, description: 'Whether to list revoked devices too' })
  include_revoked!: boolean;
}

/** Devices that send readings by MQTT, each with a password of its own. */
export const deviceContract = contract(
  'equipment.device',
  { family: 'techtrack', tag: 'Devices' },
  {
    list: op({
      http: { method: 'GET', path: '/api/devices/' },
      query: DeviceQuery,
      reply: pageOf(DeviceView),
      access: roles('engineer', 'admin'),
      sessionOnly: 'always',
      summary: 'List devices, newest first',
    }),
    create: op({
      http: { method: 'POST', path: '/api/devices/', status: 201 },
      body: DeviceBody,
      reply: DeviceWithPassword,
      access: roles('engineer', 'admin'),
      sessionOnly: 'always',
      errors: {
        TOO_MANY_DEVICES: errorReply(409, 'Revoke devices that are not needed any more.', 'detail'),
      },
      summary: 'Make the credentials with which a device publishes readings by MQTT',
    }),
    get: op({
      http: { method: 'GET', path: '/api/devices/{id}/' },
      params: RowParams,
      reply: DeviceView,
      access: roles('engineer', 'admin'),
      sessionOnly: 'always',
      summary: 'Read a device',
    }),
    change: op({
      http: { method: 'PATCH', path: '/api/devices/{id}/' },
      params: RowParams,
      body: DevicePatch,
      reply: DeviceView,
      access: roles('engineer', 'admin'),
      sessionOnly: 'always',
      summary: 'Change the name or the equipment of a device',
      description: 'With other equipment, the device is disconnected and connects again with its new rights.',
    }),
    rotate: op({
      http: { method: 'POST', path: '/api/devices/{id}/rotate/' },
      creates: true,
      params: RowParams,
      reply: DeviceWithPassword,
      access: roles('engineer', 'admin'),
      sessionOnly: 'always',
      summary: 'Replace the password of a device',
      description: 'The former password ends at once, and the device is disconnected.',
    }),
    revoke: op({
      http: { method: 'DELETE', path: '/api/devices/{id}/', status: 204 },
      params: RowParams,
      access: roles('engineer', 'admin'),
      sessionOnly: 'always',
      summary: 'Revoke a device; it is disconnected and cannot connect again',
    }),
  },
);

export class DeviceCredentials {
  @Field(text({ maxLength: 40 })) username!: string;
  @Field(text({ maxLength: 44 }), { description: 'SHA-256 of the password, base64' }) key_hash!: string;
  @Field(boolean(), {
    default: true,
    description:
      'Whether its client id in MQTT is its user name, as it must be; a keeper of a former version has looked before it asks',
  })
  has_own_client_id!: boolean;
}

export class DeviceRights {
  @Field(list(integer()), { nullable: true, description: 'Null for all equipment' })
  equipment!: number[] | null;
  @Field(integer(), { description: 'Rises whenever connections of the device must end' }) version!: number;
}

export class AdmittedDevice {
  @Field(object(DeviceRights), { nullable: true, description: 'Null if no device has these credentials' })
  rights!: DeviceRights | null;
}

export class DeviceConnection {
  @Field(text({ maxLength: 40 })) username!: string;
  @Field(integer()) version!: number;
}

export class DeviceConnections {
  @Field(list(object(DeviceConnection), { maxItems: MAX_CONNECTIONS_ASKED }))
  connections!: DeviceConnection[];
}

export class EndedDevices {
  @Field(list(text()), { description: 'User names whose connections must end' }) usernames!: string[];
}

/** Lets the keeper of the broker decide who is let in. Only the hash of a password leaves the keeper. */
export const deviceGateContract = contract(
  'equipment.device',
  { family: 'techtrack', tag: 'Internal' },
  {
    admit: op({
      body: DeviceCredentials,
      reply: AdmittedDevice,
      access: internal(),
      summary: 'Resolve credentials of a device to its rights',
    }),
    ended: op({
      body: DeviceConnections,
      reply: EndedDevices,
      access: internal(),
      summary: 'Tell which of these connections have rights that ended',
    }),
  },
);
