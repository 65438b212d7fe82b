import { messageStates } from '../../read/outbox-summary.ts';
import type { Delivery, DeliveryFilter } from '../../read/deliveries.ts';
import type { Framing } from '../page/framing.ts';
import type { NotMended } from '../../client/desk.ts';
import { AdminFrame, Facts, Moment, Pages } from './frame.tsx';
import type { MessagesView } from './port.ts';
import { Choice } from './program-page.tsx';

export const filters: readonly DeliveryFilter[] = ['trouble', 'overdue', ...messageStates];

/** Why a message was not mended, and what helps. */
export const notMended: Readonly<Record<NotMended, string>> = {
  not_failed: 'That message is not among those that failed any more. Nothing was done.',
  task_closed: 'Its task is closed, and nothing more is sent about it. Nothing was done.',
  time_passed: 'Its time has passed: it would say nothing true any more. Nothing was done.',
  address_gone:
    'The address of its receiver does not exist. Whoever leads the program corrects it first; then it can be sent again. Nothing was done.',
  held: 'Messages of this team are held at this moment, by a pause or an amendment: this one would get past it. Nothing was done.',
  declined: 'Its receiver does not want messages of this kind. Nothing was done.',
  out_of_date:
    'What it says does not hold any more: a change or a newer message took its place, or its task is with somebody else. Nothing was done.',
};

/** The outbox, by state; what failed, with why, and with what mends it. */
export const MessagesPage = ({
  framing,
  view,
  said,
}: {
  readonly framing: Framing;
  readonly view: MessagesView;
  readonly said: string | null;
}) => {
  const { show, program, page, programs, counts, rows, more } = view;
  const some = messageStates.filter((state) => (counts[state] ?? 0) > 0);
  const href = (state: DeliveryFilter, at = 0): string =>
    `/admin/messages?${new URLSearchParams({
      show: state,
      ...(program === null ? {} : { program }),
      ...(at === 0 ? {} : { page: String(at) }),
    }).toString()}`;
  return (
    <AdminFrame framing={framing} title="Messages" said={said}>
      <form class="search" method="get" action="/admin/messages">
        <p>
          <label for="show">Show</label>
          <select id="show" name="show">
            {filters.map((filter) => (
              <option value={filter} {...(filter === show ? { selected: true } : {})}>
                {names[filter] ?? filter.replace('_', ' ')}
              </option>
            ))}
          </select>
        </p>
        <Choice name="program" label="Program" options={programs} chosen={program ?? undefined} />
        <button type="submit" class="second">
          Show
        </button>
      </form>
      <Facts
        rows={some.map((state) => [
          state.replace('_', ' '),
          <a href={href(state)}>{(counts[state] ?? 0).toLocaleString('en')}</a>,
        ])}
      />
      <h2>{capital(names[show] ?? show.replace('_', ' '))}</h2>
      {rows.length === 0 ? (
        <p class={show === 'trouble' ? 'well' : ''}>
          {show === 'trouble' ? 'All is well: no message failed.' : 'There is none.'}
        </p>
      ) : (
        <ul class="cards">
          {rows.map((row) => (
            <Message row={row} />
          ))}
        </ul>
      )}
      <Pages page={page} more={more} href={(at) => href(show, at)} />
    </AdminFrame>
  );
};

const names: Readonly<Partial<Record<DeliveryFilter, string>>> = {
  trouble: 'failed or in doubt',
  overdue: 'due, and taken by no worker',
};

const Message = ({ row }: { readonly row: Delivery }) => {
  const { id, key, kind, recipient, address, state, noRetry, attempts, reply, reason, zone } = row;
  const { sendAt, attemptAt, expiresAt, addressGone, taskClosed, lookedFor, past } = row;
  const tried = (state === 'not_sent' || state === 'in_doubt') && !noRetry;
  return (
    <li>
      <h3>
        {kind} to {recipient} <span class="state">{state.replace('_', ' ')}</span>
      </h3>
      <p class="key">
        <code>{key}</code>
      </p>
      <p>
        To {address}
        {addressGone ? ', which does not exist' : ''}. Due <Moment at={sendAt} zone={zone} />;{' '}
        {attempts === 1 ? 'one attempt' : `${attempts} attempts`}.
        {expiresAt === null ? null : (
          <>
            {' '}
            Its time {past ? 'passed' : 'passes'} <Moment at={expiresAt} />.
          </>
        )}
      </p>
      {reply === null && reason === null ? null : (
        <p class={['bounced', 'not_sent', 'in_doubt', 'expired'].includes(state) ? 'amiss' : ''}>
          {reason ?? ''}
          {reply === null ? '' : `${reason === null ? '' : '; '}the mail server answered ${reply}`}.
        </p>
      )}
      {tried ? (
        <p>
          It is tried again by itself: <Moment at={attemptAt} zone={zone} />.
        </p>
      ) : null}
      {taskClosed ? <p>Its task is closed: nothing more is sent about it.</p> : null}
      {lookedFor ? <p>Whoever leads the program has a task to look at it, and closes that.</p> : null}
      {mendable(row) ? (
        <form method="post" action="/admin/messages" class="mend">
          <input type="hidden" name="message" value={id} />
          <button type="submit" class="second" name="act" value="resend">
            {tried ? 'Try it now' : 'Send it again'}
          </button>
          {tried ? (
            <button type="submit" class="second" name="act" value="give_up">
              Give it up
            </button>
          ) : null}
        </form>
      ) : null}
    </li>
  );
};

const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

/** What the desk would take; it looks again when it is asked. */
function mendable({ state, reason, taskClosed, addressGone, past }: Delivery): boolean {
  if (taskClosed || addressGone || past) return false;
  return (
    ['bounced', 'not_sent', 'in_doubt'].includes(state) ||
    (state === 'suppressed' && reason === 'this address bounced before')
  );
}
