import { Module } from '@nestjs/common';
import { CameraTrialModule } from './camera-trials/camera-trial.module.js';
import { CameraViewModule } from './camera-views/camera-view.module.js';
import { CameraModule } from './cameras/camera.module.js';
import { AnalyticsModule } from './analytics/analytics.module.js';
import { BadgeModule } from './badges/badge.module.js';
import { CheckInModule } from './check-ins/check-in.module.js';
import { ConsentModule } from './consents/consent.module.js';
import { ConflictModule } from './conflicts/conflict.module.js';
import { EvaluationModule } from './evaluations/evaluation.module.js';
import { FaceTemplateModule } from './face-templates/face-template.module.js';
import { FaceModule } from './faces/face.module.js';
import { IncidentModule } from './incidents/incident.module.js';
import { LivenessModule } from './liveness/liveness.module.js';
import { AttendanceLogModule } from './logs/attendance-log.module.js';
import { MaintenanceModule } from './maintenance/maintenance.module.js';
import { MobileModule } from './mobile/mobile.module.js';
import { PinModule } from './pins/pin.module.js';
import { PresenceModule } from './presence/presence.module.js';
import { ReportModule } from './reports/report.module.js';
import { SystemModule } from './system/system.module.js';
import { SiteModule } from './sites/site.module.js';
import { WebhookSenderModule } from './webhook-senders/webhook-sender.module.js';
import { WebhookModule } from './webhooks/webhook.module.js';
import { WorkingTimeModule } from './working-time/working-time.module.js';

@Module({
  imports: [
    AnalyticsModule,
    AttendanceLogModule,
    CameraModule,
    BadgeModule,
    CameraTrialModule,
    CheckInModule,
    CameraViewModule,
    ConsentModule,
    ConflictModule,
    EvaluationModule,
    FaceModule,
    FaceTemplateModule,
    IncidentModule,
    LivenessModule,
    MaintenanceModule,
    MobileModule,
    PinModule,
    PresenceModule,
    ReportModule,
    SystemModule,
    SiteModule,
    WebhookModule,
    WebhookSenderModule,
    WorkingTimeModule,
  ],
})
export class AttendanceModule {}
