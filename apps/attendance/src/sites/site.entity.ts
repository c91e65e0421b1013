import type { GeoCircle, GeoPoint } from '@argus/contracts';
import { Check, Column, Entity, PrimaryColumn } from 'typeorm';

/** Where people may check in. */
@Entity('site')
@Check('CK_site_area', '(circle IS NULL) <> (polygon IS NULL)')
export class Site {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'PK_site' }) id!: string;
  @Column('text') name!: string;
  @Column('boolean') everyone!: boolean;
  @Column('jsonb', { nullable: true }) circle!: GeoCircle | null;
  @Column('jsonb', { nullable: true }) polygon!: GeoPoint[] | null;
  @Column('timestamptz', { default: () => 'now()' }) createdAt!: Date;
}
