import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { Session } from './session.entity.js';

/** The stored part of a frame or of a client's own sample: numbers, never the picture or the face's landmarks. */
export interface Measurement {
  readonly gaze: readonly [number, number, number];
  readonly originMm: readonly [number, number, number];
  readonly features?: readonly [number, number];
  readonly eyeOpenness?: number;
  /** Per eye, as measured in the picture; the person's right and left. */
  readonly openness?: { readonly right: number; readonly left: number };
  readonly blink?: boolean;
  readonly confidence?: number;
  /** Radians. */
  readonly head?: { readonly yaw: number; readonly pitch: number; readonly roll: number };
  /** Pixels. */
  readonly irises?: { readonly right: readonly [number, number]; readonly left: readonly [number, number] };
  readonly box?: readonly [x: number, y: number];
}

@Entity('sample')
export class Sample {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'PK_sample' })
  @ForeignKey(() => Session, { name: 'FK_sample_session', onDelete: 'CASCADE' })
  sessionId!: string;

  @PrimaryColumn('text', { primaryKeyConstraintName: 'PK_sample' })
  kind!: 'frame' | 'sample';

  /** Fractions of the screen. */
  @PrimaryColumn('double precision', { primaryKeyConstraintName: 'PK_sample' })
  targetX!: number;

  @PrimaryColumn('double precision', { primaryKeyConstraintName: 'PK_sample' })
  targetY!: number;

  /** Index of a frame, or time of a sample in microseconds since 1970. */
  @PrimaryColumn('double precision', { primaryKeyConstraintName: 'PK_sample' })
  sequence!: number;

  @Column('smallint', { nullable: true })
  targetIndex!: number | null;

  /** Milliseconds since 1970, with microseconds as their fraction, which a double holds exactly. */
  @Column('double precision')
  timeMs!: number;

  /** False: `timeMs` is when the batch of the frame arrived, not when the frame was taken. */
  @Column('boolean', { default: true })
  timed!: boolean;

  /** Why there is no measurement. */
  @Column('text', { nullable: true })
  error!: string | null;

  @Column('jsonb', { nullable: true })
  measurement!: Measurement | null;
}
