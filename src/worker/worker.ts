import { restoredPlan } from '../plan/index.ts';
import { migrateDatabase } from '../adapters/db/migrate.ts';
import { giveOptOutSecret } from '../adapters/db/subscription-store.ts';
import { keepTaskLinks } from '../adapters/db/task-link-store.ts';
import { createPool, type Pool } from '../adapters/db/pool.ts';
import { ProgramContexts } from '../adapters/db/program-context.ts';
import { sender } from '../adapters/mail/sender.ts';
import { createSmtpTransport } from '../adapters/mail/smtp-transport.ts';
import { createPoster } from '../adapters/webhook/post.ts';
import type { Declined } from '../client/subscriptions.ts';
import type { Config } from '../config/env.ts';
import type { Logger } from '../config/logger.ts';
import { NO_LIMITS } from '../config/mail-rates.ts';
import { realClock, steppedClock } from './delivery/clock.ts';
import { createLetters } from './delivery/write-letters.ts';
import { startDelivery } from './delivery/loop.ts';
import { createTaskUrls } from './delivery/task-urls.ts';
import { createCrowding } from './delivery/crowding.ts';
import { createRedating } from './delivery/redating.ts';
import { ENGINE_CONNECTIONS, startEngine } from './engine.ts';
import { PreparedPlans } from './prepared-plans.ts';

export interface RunningWorker {
  /** Settles when everything has stopped; rejects where the engine failed. */
  readonly stopped: Promise<void>;
  stop(): void;
}

const DELIVERY_CONNECTIONS = 6;
const MAIL_CONNECTIONS = 10;
/** Real time that one mail may take, connecting included. */
const SEND_MS = 30_000;
/** Real time that one post to a chat may take: chats answer at once, and mails wait behind those that do not. */
const POST_MS = 5_000;

/**
 * Brings the database up to date first, as every worker does: those that start together wait for each other.
 * Engine and delivery each have connections of their own: a herd of mails never starves the workflows.
 */
export async function startWorker(config: Config, log: Logger): Promise<RunningWorker> {
  await migrateDatabase(config.databaseUrl);
  const enginePool = createPool(config.databaseUrl, { max: ENGINE_CONNECTIONS, name: 'milepost-engine' });
  const deliveryPool = createPool(config.databaseUrl, {
    max: DELIVERY_CONNECTIONS,
    name: 'milepost-delivery',
  });
  const contextPool = createPool(config.databaseUrl, { max: 2, name: 'milepost-plans' });
  const contexts = new ProgramContexts(contextPool, restoredPlan);
  const plans = new PreparedPlans();
  const transport = createSmtpTransport({
    url: config.smtpUrl,
    connections: MAIL_CONNECTIONS,
    sendMs: SEND_MS,
  });
  const clock = config.clock === 'stepped' ? steppedClock(deliveryPool) : realClock;

  const engine = await startEngine({
    temporalAddress: config.temporalAddress,
    temporalSecurity: config.temporalSecurity,
    namespace: config.temporalNamespace,
    taskQueue: config.taskQueue,
    pool: enginePool,
    contexts,
    plans,
    ...(config.clock === 'real' ? { reconcile: { realm: config.realm, spreadMs: config.spreadMs } } : {}),
  });
  const taskUrls = taskUrlsOf(config, deliveryPool);
  const delivery = startDelivery({
    pool: deliveryPool,
    transport,
    post: createPoster({ trustedHosts: config.trustedWebhooks, sendMs: POST_MS }),
    clock,
    write: createLetters({
      contexts,
      from: sender(config.mailFrom),
      // A rehearsal writes to nobody’s chat.
      chats: config.clock === 'real',
      optOutUrl: optOutUrls(config, deliveryPool),
      taskUrls,
    }),
    ...(taskUrls === null ? {} : { foresee: taskUrls.foresee }),
    redate: createRedating(contexts, plans),
    crowd: createCrowding(contexts, plans),
    inDoubt: 'resend',
    // A rehearsal reaches no receiving domain, and its people must not wait for real time.
    rates: config.clock === 'stepped' ? NO_LIMITS : config.mailRates,
    log,
  });

  const stopped = engine.stopped.finally(async () => {
    await delivery.stop();
    await transport.close();
    await Promise.all([enginePool.end(), deliveryPool.end(), contextPool.end()]);
  });
  return { stopped, stop: () => engine.stop() };
}

/** Where there is a portal, each mail that can be declined carries a secret of its own. */
const optOutUrls = ({ publicUrl }: Config, pool: Pool) =>
  publicUrl === null
    ? null
    : async (declined: Declined) => `${publicUrl}/u/${await giveOptOutSecret(pool, declined)}`;

/** Where there is a portal, each mail about a task carries a link to it. */
const taskUrlsOf = ({ publicUrl }: Config, pool: Pool) =>
  publicUrl === null ? null : createTaskUrls((links) => keepTaskLinks(pool, links), publicUrl);
