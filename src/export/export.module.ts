import { Module } from '@nestjs/common';
import { ExportResolver } from './export.resolver.js';

/** Knows every feature, and none knows it. */
@Module({ providers: [ExportResolver] })
export class ExportModule {}
