// Google tells that a calendar has changed, and nothing else: there is no body, and of the headers only those count that say which channel
// it was. Its word proves that we opened the channel; what has changed, the job reads.
import { noteCalendarPush } from '@callgres/shared';
import type { FastifyInstance } from 'fastify';
import { timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { callOn } from '../call.ts';
import type { Services } from '../context.ts';
import { PUSH_PATH } from '../providers/google-calendar/index.ts';
import { channelToken } from '../tokens.ts';
import { sendNotFound } from './answers.ts';

const headers = z.object({ 'x-goog-channel-id': z.uuid(), 'x-goog-channel-token': z.string().max(256), 'x-goog-resource-id': z.string().max(255) });

export function receiveCalendarPushes(app: FastifyInstance, { intake, tokenKey }: Pick<Services, 'intake' | 'tokenKey'>): void {
  app.post(PUSH_PATH, { bodyLimit: 1024, config: { isForPrograms: true } }, async (request, reply) => {
    const told = headers.safeParse(request.headers);
    if (!told.success) return sendNotFound(request, reply);
    const { 'x-goog-channel-id': channelId, 'x-goog-channel-token': token, 'x-goog-resource-id': resourceId } = told.data;
    if (!isSame(token, channelToken(tokenKey, channelId))) return sendNotFound(request, reply);
    // Google asks again after a 5xx, so an error of ours may be one.
    const isKnown = await callOn(intake, noteCalendarPush, { channelId, resourceId });
    return isKnown ? reply.code(204).send() : sendNotFound(request, reply);
  });
}

const isSame = (one: string, other: string): boolean => one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other));
