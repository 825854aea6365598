import { Module } from '@nestjs/common';
import { ExportResolver } from './export.resolver.js';

/** It may import every feature, and no feature imports it. */
@Module({ providers: [ExportResolver] })
export class ExportModule {}
