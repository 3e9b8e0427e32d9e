import { sendNotFound, useErrorAnswers } from '@callgres/api/http/answers';
import { ownOrigins, requireSameOrigin } from '@callgres/api/http/same-origin';
import { refusePlainHttp } from '@callgres/api/server';
import fastify, { type FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

let app: FastifyInstance;
let bodiesParsed = 0;
const good = { 'content-type': 'application/json', 'x-callgres': '1', origin: 'http://localhost:3000', 'sec-fetch-site': 'same-origin' };

beforeAll(() => {
  app = fastify();
  useErrorAnswers(app);
  app.setNotFoundHandler(sendNotFound);
  requireSameOrigin(app, ownOrigins('http://localhost:3000'));
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, _body, done) => done(null, ++bodiesParsed));
  app.get('/thing', () => 'read');
  app.all('/change', { config: {} }, () => 'changed');
  app.post('/upload', { config: { contentType: 'text/csv' } }, () => 'uploaded');
  app.post('/hook', { config: { isForPrograms: true } }, () => 'heard');
});
afterAll(() => app.close());

const post = (url: string, headers: Record<string, string>) => app.inject({ method: 'POST', url, headers, payload: '{}' });
const without = (name: keyof typeof good): Record<string, string> => Object.fromEntries(Object.entries(good).filter(([key]) => key !== name));

describe('a request that changes something', () => {
  it('is taken from our own pages, by each name of this machine', async () => {
    for (const origin of ['http://localhost:3000', 'http://127.0.0.1:3000', 'http://[::1]:3000'])
      expect((await post('/change', { ...good, origin })).statusCode, origin).toBe(200);
    expect((await post('/change', without('sec-fetch-site'))).statusCode).toBe(200);
    expect((await post('/change', { ...good, 'content-type': 'Application/JSON; charset=utf-8' })).statusCode).toBe(200);
  });

  it.each([
    ['without an origin', without('origin')],
    ['from another origin', { ...good, origin: 'https://evil.example' }],
    ['from an origin that begins like ours', { ...good, origin: 'http://localhost:3000.evil.example' }],
    ['from another port', { ...good, origin: 'http://localhost:3001' }],
    ['from the null origin', { ...good, origin: 'null' }],
    ['without the header', without('x-callgres')],
    ['with another value of the header', { ...good, 'x-callgres': 'yes' }],
    ['as a form', { ...good, 'content-type': 'application/x-www-form-urlencoded' }],
    ['as a multipart form', { ...good, 'content-type': 'multipart/form-data; boundary=x' }],
    ['as plain text', { ...good, 'content-type': 'text/plain' }],
    ['as bytes', { ...good, 'content-type': 'application/octet-stream' }],
    ['from a sibling site', { ...good, 'sec-fetch-site': 'same-site' }],
    ['from another site', { ...good, 'sec-fetch-site': 'cross-site' }],
    ['from an address bar', { ...good, 'sec-fetch-site': 'none' }],
  ])('is refused %s, before its body is read', async (_title, headers) => {
    const parsed = bodiesParsed;
    const answer = await post('/change', headers);
    expect(answer.statusCode).toBe(403);
    expect(answer.json()).toMatchObject({ key: 'foreign_request' });
    expect(bodiesParsed).toBe(parsed);
  });

  it.each(['PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const)('is refused by the method %s', async (method) => {
    expect((await app.inject({ method, url: '/change', headers: good })).statusCode).toBe(403);
  });

  it('needs the content type of its route', async () => {
    expect((await post('/upload', { ...good, 'content-type': 'text/csv' })).statusCode).toBe(200);
    expect((await post('/upload', good)).statusCode).toBe(403);
  });
});

describe('other requests', () => {
  it('are taken: reading, and programs that have no session', async () => {
    expect((await app.inject({ method: 'GET', url: '/thing', headers: { origin: 'https://elsewhere.example' } })).statusCode).toBe(200);
    expect((await post('/hook', { 'content-type': 'text/plain' })).statusCode).toBe(200);
  });

  it('find nothing at an unknown path, wherever they come from', async () => {
    const answer = await post('/nowhere', { 'content-type': 'text/plain' });
    expect(answer.statusCode).toBe(404);
    expect(answer.json()).toMatchObject({ key: 'not_found' });
  });
});

it('refuses to serve plain http outside loopback', () => {
  expect(() => refusePlainHttp('127.0.0.1', 'http://localhost:3000', false)).not.toThrow();
  expect(() => refusePlainHttp('0.0.0.0', 'https://calls.example', false)).not.toThrow();
  expect(() => refusePlainHttp('0.0.0.0', 'http://calls.example', true)).not.toThrow();
  expect(() => refusePlainHttp('0.0.0.0', 'http://localhost:3000', false)).toThrow('without encryption');
  expect(() => refusePlainHttp('127.0.0.1', 'http://calls.example', false)).toThrow('without encryption');
});
