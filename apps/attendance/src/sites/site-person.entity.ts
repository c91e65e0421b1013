import { Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import { Person } from '../people/person.entity.js';
import { Site } from './site.entity.js';

/** Who may check in at a site that is not for everyone. */
@Entity('site_person')
@Index('IX_site_person_person', ['personId'])
export class SitePerson {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'PK_site_person' }) siteId!: string;
  @PrimaryColumn('integer', { primaryKeyConstraintName: 'PK_site_person' }) personId!: number;

  @ManyToOne(() => Site, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'site_id', foreignKeyConstraintName: 'FK_site_person_site' })
  site?: Site;
  @ManyToOne(() => Person)
  @JoinColumn({ name: 'person_id', foreignKeyConstraintName: 'FK_site_person_person' })
  person?: Person;
}
