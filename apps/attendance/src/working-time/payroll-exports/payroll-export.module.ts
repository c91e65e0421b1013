import { Entities } from '@argus/service-kit';
import { Module } from '@nestjs/common';
import { WorkingTimeChangesModule } from '../changes/working-time-changes.module.js';
import { WorkDayModule } from '../work-days/work-day.module.js';
import { PayrollDifferences } from './payroll-difference.service.js';
import { PayrollExportController } from './payroll-export.controller.js';
import { PayrollExport } from './payroll-export.entity.js';
import { PayrollExportService } from './payroll-export.service.js';
import { PayrollExportStore } from './payroll-export.store.js';
import { PayrollFiles } from './payroll-file.service.js';
import { PayrollPeriods } from './payroll-period.service.js';
import { PayrollSheetRow } from './payroll-sheet.entity.js';

@Module({
  imports: [Entities.forFeature([PayrollExport, PayrollSheetRow]), WorkDayModule, WorkingTimeChangesModule],
  controllers: [PayrollExportController],
  providers: [PayrollDifferences, PayrollExportService, PayrollExportStore, PayrollFiles, PayrollPeriods],
})
export class PayrollExportModule {}
