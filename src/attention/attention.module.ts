import { Module } from '@nestjs/common';
import { AttentionItemsResolver, PersonAttentionResolver } from './attention.resolver.js';

@Module({ providers: [PersonAttentionResolver, AttentionItemsResolver] })
export class AttentionModule {}
