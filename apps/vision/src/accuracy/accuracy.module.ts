import { Entities } from '@argus/service-kit';
import { Module } from '@nestjs/common';
import { CurvesInForce } from './curves-in-force.service.js';
import { SiteCurve } from './site-curve.entity.js';
import { SiteCurveStore } from './site-curve.store.js';

@Module({
  imports: [Entities.forFeature([SiteCurve])],
  providers: [CurvesInForce, SiteCurveStore],
  exports: [CurvesInForce, SiteCurveStore],
})
export class AccuracyModule {}
