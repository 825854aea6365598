import { Module } from '@nestjs/common';
import { ExportResolver } from './export.resolver.js';
import { ExportService } from './export.service.js';

/** Knows every feature, and none knows it. */
@Module({ providers: [ExportService, ExportResolver] })
export class ExportModule {}
