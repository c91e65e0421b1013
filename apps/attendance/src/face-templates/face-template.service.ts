import {
  type FaceTemplateSummary,
  galleryContract,
  type OutdatedPersonView,
  type Page,
  type PageQuery,
} from '@argus/contracts';
import { RpcClient } from '@argus/messaging';
import { Injectable } from '@nestjs/common';
import { accountIdOf, gallery } from '../gallery.js';
import { PersonDirectory } from '../people/person-directory.service.js';

/** Says which models made the templates of attendance's people. */
@Injectable()
export class FaceTemplateService {
  constructor(
    private readonly rpc: RpcClient,
    private readonly people: PersonDirectory,
  ) {}

  async summary(): Promise<FaceTemplateSummary> {
    const { models } = await this.rpc.call(galleryContract.operations.templates, { body: { gallery } });
    const outdated = models.filter(({ use }) => use !== 'current');
    return { models, must_enrol_again: outdated.reduce((sum, { people }) => sum + people, 0) };
  }

  async outdated(query: PageQuery): Promise<Page<OutdatedPersonView>> {
    const body = { gallery, ...query };
    const { count, results } = await this.rpc.call(galleryContract.operations.outdated, { body });
    const known = await this.people.findByIds(results.map(({ subject }) => accountIdOf(subject)));
    const views = results.map(({ subject, model, created_at }) => {
      const id = accountIdOf(subject);
      const { employeeId = '', name = '' } = known.get(id) ?? {};
      return { id, employee_id: employeeId, name, model, enrolled_at: created_at };
    });
    return { count, results: views };
  }
}
