import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FaultPlan } from '../../src/embedded/mail-catcher/faults.ts';
import { classifyFailure } from '../../src/adapters/mail/outcome.ts';
import { createSmtpTransport, type SmtpTransport } from '../../src/adapters/mail/smtp-transport.ts';
import { startTestCatcher } from '../harness/catcher.ts';

const catcher = await startTestCatcher();
let transport: SmtpTransport;

beforeEach(() => {
  transport = createSmtpTransport({ url: catcher.smtpUrl, connections: 1, sendMs: 2_000 });
});
afterEach(async () => {
  catcher.misbehave(null);
  await transport.close();
});

const letter = {
  from: 'milepost@example.org',
  to: 'ana@example.org',
  mime: Buffer.from(`Subject: x\r\nX-Milepost-Key: k\r\n\r\n${'a long line of text\r\n'.repeat(2)}`),
};
const send = () => transport.send(letter, Infinity);
/** Misbehaves at every moment of one phase. */
const always =
  (phase: string, fault: ReturnType<FaultPlan>): FaultPlan =>
  (moment) =>
    moment.phase === phase ? fault : null;

// More than the sockets of both sides hold: what fits into them has left, as far as the sender can tell.
const big = {
  ...letter,
  mime: Buffer.from(`Subject: x\r\n\r\n${'a long line of text\r\n'.repeat(1_500_000)}`),
};

describe('a connection cut before the message was whole has surely not sent it', () => {
  it.each([
    ['greeting', letter],
    ['mail', letter],
    ['rcpt', letter],
    ['data', letter],
    ['mid-body', big],
  ])('cut at %s', async (phase, what) => {
    catcher.misbehave(always(phase, { cut: true }));
    const before = catcher.count;
    expect(await transport.send(what, Infinity)).toMatchObject({ type: 'unreachable' });
    expect(catcher.count).toBe(before);
  });
});

describe('a connection cut after the message was whole leaves it in doubt', () => {
  it('the server had taken it', async () => {
    catcher.misbehave(always('body', { cut: true }));
    const before = catcher.count;
    expect(await send()).toMatchObject({ type: 'in_doubt' });
    expect(catcher.count).toBe(before + 1);
  });

  it('the server had not taken it', async () => {
    catcher.misbehave(always('body', { cut: true, keep: false }));
    const before = catcher.count;
    expect(await send()).toMatchObject({ type: 'in_doubt' });
    expect(catcher.count).toBe(before);
  });

  it('the server never answered', async () => {
    catcher.misbehave(always('body', { delayMs: 60_000 }));
    expect(await send()).toMatchObject({ type: 'in_doubt', cause: 'ETIMEDOUT' });
  });
});

describe('an answer leaves no doubt', () => {
  const text = 'no';
  it.each([
    ['mail', 451, { type: 'refused', reply: '451' }],
    ['rcpt', 451, { type: 'refused', reply: '451' }],
    ['body', 451, { type: 'refused', reply: '451' }],
    ['data', 503, { type: 'refused', reply: '503' }],
    ['rcpt', 550, { type: 'bounced', reply: '550', deadAddress: false }],
    ['body', 554, { type: 'bounced', reply: '554', deadAddress: false }],
    ['mail', 530, { type: 'unreachable' }],
  ])('%s answered %i', async (phase, code, expected) => {
    catcher.misbehave(always(phase, { reply: { code, text } }));
    expect(await send()).toMatchObject(expected);
    catcher.misbehave(null);
    expect(await send()).toEqual({ type: 'sent', reply: '250 2.0.0' });
  });

  it('the text of a reply, which can hold an address, is not kept', async () => {
    catcher.misbehave(always('rcpt', { reply: { code: 550, text: '5.1.1 <ana@example.org> unknown' } }));
    expect(await send()).toEqual({ type: 'bounced', reply: '550 5.1.1', deadAddress: true });
  });
});

it('a server that turns everybody away says nothing about the message', () => {
  expect(classifyFailure({ code: 'EPROTOCOL', command: 'CONN', responseCode: 554 }, false)).toEqual({
    type: 'unreachable',
    cause: 'EPROTOCOL CONN 554',
  });
});

it('a connection that went away while idle costs no message', async () => {
  expect(await send()).toMatchObject({ type: 'sent' });
  let cuts = 0;
  catcher.misbehave((moment) => (moment.phase === 'mail' && cuts++ === 0 ? { cut: true } : null));
  expect(await send()).toMatchObject({ type: 'sent' });
  expect(cuts).toBe(2);
});

it('a letter whose lease has run short is not sent', async () => {
  const before = catcher.count;
  expect(await transport.send(letter, performance.now() - 1)).toMatchObject({ type: 'unreachable' });
  expect(catcher.count).toBe(before);
});
