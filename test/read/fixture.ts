import pg from 'pg';

/** Two teams of one small program at 2016-11-14 14:00Z on a stepped clock. All of it is made up. */
export async function fillSmallProgram(databaseUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    for (const [sql, values] of statements) await client.query(sql, [...values]);
  } finally {
    await client.end();
  }
}

const text = (en: string) => ({ en, es: en });

const definition = {
  teams: [
    { id: 'east', name: 'Harbor East', clinic: 'harbor' },
    { id: 'norte', name: 'Norte', clinic: 'valle', zone: 'America/Denver' },
  ],
  clinics: [
    { id: 'harbor', name: 'Harbor clinic' },
    { id: 'valle', name: 'Clínica del Valle', zone: 'America/Chicago' },
  ],
};

const roadmap = {
  months: 25,
  stages: [
    { id: 'mapping', title: text('Journey mapping') },
    { id: 'cycle', title: text('Survey cycle') },
  ],
  steps: [
    { id: 'map', title: text('Draw the map'), completion: { fields: [], evidence: 'required' } },
    {
      id: 'tally',
      title: text('How many took part'),
      completion: {
        fields: [{ id: 'asked', label: text('Asked'), type: 'number', required: true }],
        evidence: 'none',
      },
    },
  ],
};

type Statement = readonly [sql: string, values: readonly unknown[]];

const task = (team: string, step: string, occurrence: string, more: Record<string, unknown>): Statement => {
  const row = {
    key: `demo/${team}/${step}/${occurrence}`,
    program_id: 'demo',
    team,
    stage: step === 'map' ? 'mapping' : 'cycle',
    stage_occurrence: occurrence,
    step,
    occurrence,
    kind: step === 'map' ? 'task' : 'counts',
    workflow_id: 'w',
    owner: 'ana',
    eligible: ['ana'],
    volunteer: false,
    status: 'assigned',
    opened_at: '2016-11-01T14:00:00Z',
    due_at: '2016-11-18T22:00:00Z',
    evidence: [],
    ...more,
  };
  return insert('task', row);
};

const message = (key: string, more: Record<string, unknown>): Statement =>
  insert('outbox', {
    id: key,
    key,
    program_id: 'demo',
    team: 'east',
    step: 'map',
    occurrence: 'once',
    kind: 'reminder.1',
    recipient: 'ana',
    about: 'ana',
    language: 'en',
    template_version: 1,
    plan_version: 1,
    state: 'pending',
    send_at: '2016-11-16T14:00:00Z',
    attempt_at: '2016-11-16T14:00:00Z',
    created_at: '2016-11-01T14:00:00Z',
    why: ['Two days before it is due.'],
    ...more,
  });

const workflow = (team: string, stage: string, occurrence: string, status: string): Statement =>
  insert('workflow_state', {
    workflow_id: `live:stage/demo/${team}/${stage}/${occurrence}`,
    program_id: 'demo',
    team,
    type: 'x',
    stage,
    occurrence,
    status,
    updated_at: '2016-11-01T14:00:00Z',
  });

const stage = (team: string, id: string, occurrence: string, starts: string): Statement =>
  insert('plan_stage', {
    program_id: 'demo',
    version: 1,
    team,
    stage: id,
    occurrence,
    workflow: 'x',
    starts_at: starts,
    closes_at: '2017-03-01T05:00:00Z',
  });

const step = (team: string, id: string, occurrence: string, opens: string | null): Statement =>
  insert('plan_step', {
    program_id: 'demo',
    version: 1,
    team,
    step: id,
    occurrence,
    stage: id === 'map' ? 'mapping' : 'cycle',
    stage_occurrence: occurrence,
    opens_at: opens,
    due_at: opens,
    zone: 'America/New_York',
    planned: JSON.stringify({ why: ['The first business day of the month.'] }),
  });

const person = (id: string, name: string): Statement =>
  insert('person', {
    program_id: 'demo',
    id,
    name,
    email: `${id}@example.org`,
    language: 'en',
    zone: 'America/New_York',
    quiet_from: '19:00',
    quiet_to: '07:00',
    days_off: [],
  });

function insert(table: string, row: Record<string, unknown>): Statement {
  const columns = Object.keys(row);
  const places = columns.map((_, i) => `$${i + 1}`);
  return [`INSERT INTO ${table} (${columns.join(', ')}) VALUES (${places.join(', ')})`, Object.values(row)];
}

const statements: readonly Statement[] = [
  insert('clock', { id: 1, tick: 7, now: '2016-11-14T14:00:00Z' }),
  insert('program', {
    id: 'demo',
    title: 'A small program',
    launch_date: '2016-07-01',
    zone: 'America/New_York',
    clock: 'stepped',
    plan_version: 1,
  }),
  insert('plan_version', {
    program_id: 'demo',
    version: 1,
    definition: JSON.stringify(definition),
    roadmap: JSON.stringify(roadmap),
    roadmap_id: 'small',
    roadmap_version: '1.0.0',
    roadmap_sha256: 'x',
    tzdata: '2026f',
  }),
  person('ana', 'Ana Ruiz'),
  person('bo', 'Bo Lind'),
  stage('east', 'mapping', 'once', '2016-10-03T13:00:00Z'),
  stage('norte', 'mapping', 'once', '2016-10-03T13:00:00Z'),
  stage('east', 'cycle', 'M04', '2016-11-01T13:00:00Z'),
  stage('east', 'cycle', 'M05', '2016-12-01T14:00:00Z'),
  workflow('east', 'mapping', 'once', 'running'),
  workflow('norte', 'mapping', 'once', 'ended'),
  workflow('east', 'cycle', 'M04', 'running'),
  step('east', 'map', 'once', '2016-10-03T13:00:00Z'),
  step('east', 'tally', 'M05', '2016-12-01T14:00:00Z'),
  step('norte', 'tally', 'M05', null),
  task('east', 'map', 'once', { status: 'overdue', due_at: '2016-11-10T22:00:00Z' }),
  task('east', 'tally', 'M04', {}),
  task('east', 'tally', 'M03', { status: 'completed', closed_at: '2016-11-02T15:00:00Z' }),
  task('norte', 'map', 'once', { status: 'waived', owner: 'bo' }),
  task('norte', 'tally', 'M04', { owner: 'bo', volunteer: true, due_at: '2016-11-10T22:00:00Z' }),
  message('pending', {}),
  message('sent', { state: 'sent' }),
  message('retried', { state: 'not_sent', attempts: 2, reply: '451', attempt_at: '2016-11-14T15:00:00Z' }),
  message('failed', { state: 'not_sent', attempts: 5, reply: '451', no_retry: true }),
  message('bounced', { state: 'bounced', recipient: 'bo', attempts: 1, reply: '550 5.1.1', no_retry: true }),
  message('cancelled', { state: 'cancelled' }),
  message('in-vain', { state: 'expired', attempts: 2, reply: '451' }),
  message('too-late', { state: 'expired' }),
];
