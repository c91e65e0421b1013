import type { DeviceRefusalCause } from '@argus/contracts';
import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, PrimaryGeneratedColumn } from 'typeorm';
import { Equipment } from '../../machines/equipment.entity.js';

/** What sends readings by MQTT, with the credentials for it. */
@Entity('device')
@Index('IX_device_created_by', ['createdBy', 'id'])
export class Device {
  @PrimaryGeneratedColumn('identity', {
    type: 'bigint',
    generatedIdentity: 'ALWAYS',
    primaryKeyConstraintName: 'PK_device',
  })
  id!: number;

  @Column('text')
  name!: string;

  /** SHA-256 of the password, which is random. */
  @Column('bytea')
  passwordHash!: Uint8Array;

  /** Rises whenever open connections must end. */
  @Column('integer', { default: 1 })
  version!: number;

  /** Whether it publishes for all equipment; else `device_equipment` names it. */
  @Column('boolean')
  isForAll!: boolean;

  /** Account that made it; null for an operator. */
  @Column('bigint', { nullable: true })
  createdBy!: number | null;

  @Column('text', { nullable: true })
  createdByName!: string | null;

  @Column('timestamptz', { default: () => 'now()' })
  createdAt!: Date;

  @Column('timestamptz', { nullable: true })
  lastUsedAt!: Date | null;

  /** Accurate to a minute, unless the cause changed. */
  @Column('timestamptz', { nullable: true })
  lastRefusedAt!: Date | null;

  @Column('text', { nullable: true })
  lastRefusalCause!: DeviceRefusalCause | null;

  @Column('timestamptz', { nullable: true })
  revokedAt!: Date | null;
}

/** Equipment that a device publishes for. */
@Entity('device_equipment')
@Index('IX_device_equipment_equipment', ['equipmentId'])
export class DeviceEquipment {
  @PrimaryColumn('bigint', { primaryKeyConstraintName: 'PK_device_equipment' })
  deviceId!: number;

  @PrimaryColumn('bigint', { primaryKeyConstraintName: 'PK_device_equipment' })
  equipmentId!: number;

  @ManyToOne(() => Device, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'device_id', foreignKeyConstraintName: 'FK_device_equipment_device' })
  device?: Device;

  @ManyToOne(() => Equipment, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'equipment_id', foreignKeyConstraintName: 'FK_device_equipment_equipment' })
  equipment?: Equipment;
}
