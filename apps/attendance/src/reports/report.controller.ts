import { type AttendancePatterns, type PatternsQuery, reportContract } from '@argus/contracts';
import { Handles } from '@argus/service-kit';
import { Controller } from '@nestjs/common';
import { PatternService } from './pattern.service.js';

@Controller()
@Handles(reportContract)
export class ReportController {
  constructor(private readonly reports: PatternService) {}

  patterns({ query }: { query: PatternsQuery }): Promise<AttendancePatterns> {
    return this.reports.tell(query);
  }
}
