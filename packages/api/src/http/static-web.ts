// The pages, when they are built. Their files have names with a hash of the content and may be kept for ever; the
// one that names them may not. Any other address is one of the application's own, which sorts it out in the browser.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { sendNotFound } from './answers.ts';

export const WEB_ROOT = fileURLToPath(new URL('../../../web/dist', import.meta.url));

/** Addresses of the API: an unknown one below them is an error, not a page. */
const OURS = /^\/(trpc|upload|export|webhooks|livez|readyz|assets)(\/|$)/;

export async function serveWeb(app: FastifyInstance, root: string = WEB_ROOT): Promise<void> {
  if (!existsSync(root)) return void app.setNotFoundHandler(sendNotFound);
  await app.register(fastifyStatic, {
    root,
    cacheControl: false,
    setHeaders: (reply, path) => {
      reply.header('cache-control', path.startsWith(`${root}/assets/`) ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
  });
  app.setNotFoundHandler((request, reply) => {
    const path = request.url.split('?')[0] ?? '';
    const isPage = request.method === 'GET' && !OURS.test(path) && !/\.\w+$/.test(path);
    return isPage ? reply.sendFile('index.html') : sendNotFound(request, reply);
  });
}
