import { z } from 'zod';
import type { Wish } from '../../change/wishes.ts';
import type { Seat } from '../../plan/index.ts';
import { loadPeople } from '../../roadmap/load.ts';
import { webhook } from '../../roadmap/program-schema.ts';
import { changeOptions, changing } from '../change-request.ts';
import { CliError } from '../errors.ts';
import { parseInvocation } from '../options.ts';
import type { Run } from '../command.ts';

const seatRoles = [
  'team_lead',
  'member',
  'staff',
  'advisor',
  'peer_provider',
  'clinic_leader',
  'org_leader',
  'program_lead',
] as const;

const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'give a time as HH:MM');

const invocationSchema = z.strictObject({
  ...changeOptions,
  what: z.enum(['join', 'leave', 'role', 'set'], 'is one of join, leave, role, set'),
  person: z.string().optional(),
  file: z.string().optional(),
  team: z.string().optional(),
  clinic: z.string().optional(),
  organization: z.string().optional(),
  role: z.enum(seatRoles, `a role is one of ${seatRoles.join(', ')}`).optional(),
  liaison: z.string().optional(),
  no: z.boolean().default(false),
  to: z.string().optional(),
  language: z.enum(['en', 'es'], 'a language is en or es').optional(),
  zone: z.string().optional(),
  quietFrom: time.optional(),
  quietTo: time.optional(),
  email: z.email('give a mail address, as in ana@clinic.example').optional(),
  channel: z.enum(['email', 'webhook'], 'a channel is email or webhook').optional(),
  webhook: webhook.optional(),
  delivery: z.enum(['immediate', 'daily', 'weekly'], 'is one of immediate, daily, weekly').optional(),
  dayOff: z.array(z.iso.date('give a day as YYYY-MM-DD')).default([]),
});

type Options = z.output<typeof invocationSchema>;

/** Brings people in, lets them go, changes their part, or how they are written to. */
export const people: Run = async (invocation, terminal) => {
  const { what, ...options } = parseInvocation(invocationSchema, invocation, ['what', 'program']);
  return changing(`people ${what}`, options, () => wishOf(what, { what, ...options }), terminal);
};

function wishOf(what: Options['what'], options: Options): Wish {
  switch (what) {
    case 'join': {
      const people = loadPeople(needed(options.file, '--file FILE, with `people:` as in a program file'));
      const seat = seatOf(options);
      return { kind: 'join', people, seats: people.map(({ id }) => ({ person: id, seat })) };
    }
    case 'leave':
      return { kind: 'leave', person: personOf(options), successor: options.to ?? null };
    case 'role': {
      const seats = [seatOf(options)];
      return {
        kind: 'role',
        person: personOf(options),
        take: options.no ? [] : seats,
        leave: options.no ? seats : [],
      };
    }
    case 'set':
      return { kind: 'profile', person: personOf(options), set: profileOf(options) };
  }
}

function needed<Value>(value: Value | undefined, what: string): Value {
  if (value !== undefined) return value;
  throw new CliError('usage', `this needs ${what}`);
}

const personOf = ({ person }: Options): string => needed(person, '--person ID');

function seatOf({ role, team, clinic, organization, liaison }: Options): Seat {
  const part = needed(role, `--role, one of ${seatRoles.join(', ')}`);
  switch (part) {
    case 'program_lead':
      return { role: part };
    case 'org_leader':
      return { role: part, organization: needed(organization, '--organization ID') };
    case 'clinic_leader':
      return { role: part, clinic: needed(clinic, '--clinic ID') };
    case 'advisor':
      return {
        role: part,
        team: needed(team, '--team ID'),
        liaison: needed(liaison, '--liaison ID: who of the team keeps in touch with the advisor'),
      };
    default:
      return { role: part, team: needed(team, '--team ID') };
  }
}

function profileOf(options: Options) {
  const { language, zone, quietFrom, quietTo, dayOff, delivery, email, channel, webhook: chat } = options;
  if ((quietFrom === undefined) !== (quietTo === undefined)) {
    throw new CliError('usage', 'quiet hours need both ends: --quiet-from HH:MM --quiet-to HH:MM');
  }
  const set = {
    ...(language === undefined ? {} : { language }),
    ...(zone === undefined ? {} : { zone }),
    ...(quietFrom === undefined || quietTo === undefined ? {} : { quiet: { from: quietFrom, to: quietTo } }),
    ...(dayOff.length === 0 ? {} : { daysOff: dayOff }),
    ...(delivery === undefined ? {} : { delivery }),
    ...(email === undefined ? {} : { email }),
    ...(channel === undefined ? {} : { channel }),
    ...(chat === undefined ? {} : { webhook: chat }),
  };
  if (Object.keys(set).length > 0) return set;
  throw new CliError(
    'usage',
    'say what changes: --language, --zone, --quiet-from with --quiet-to, --day-off, --delivery, --email, --channel or --webhook',
  );
}
