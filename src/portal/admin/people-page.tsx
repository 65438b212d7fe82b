import { roles, type Role } from '../../domain/roles.ts';
import type { Framing } from '../page/framing.ts';
import { AdminFrame, Facts, Moment, Pages } from './frame.tsx';
import type { PeopleView } from './port.ts';
import { counted } from './says.ts';

const names: Readonly<Record<Role, string>> = {
  program_lead: 'Leads the program',
  org_leader: 'Lead an organization',
  clinic_leader: 'Lead a clinic',
  team_lead: 'Lead a team',
  member: 'Members of teams',
  staff: 'Staff of teams',
  advisor: 'Patient advisors',
  peer_provider: 'Peer providers',
};

/** Who runs the system, who is signed in, and how many people have which role. */
export const PeoplePage = ({
  framing,
  view,
  said,
}: {
  readonly framing: Framing;
  readonly view: PeopleView;
  readonly said: string | null;
}) => {
  const { administrators, sessions, rows, more, page, roles: programs } = view;
  return (
    <AdminFrame framing={framing} title="People" said={said}>
      <h2>Who runs the system</h2>
      <ul>
        {administrators.map(({ email, addedAt }) => (
          <li>
            {email}, since <Moment at={addedAt} />
          </li>
        ))}
      </ul>
      <p>
        <code>milepost admins add</code> and <code>remove</code> change this list, on the server.
      </p>
      <h2>Who is signed in</h2>
      <p>
        {counted(sessions.sessions, 'sign-in')} of{' '}
        {counted(sessions.addresses, 'address').replace('addresss', 'addresses')}.
      </p>
      <ul class="cards">
        {rows.map(({ session, address, admin, sessions: own, programs: within, seenAt }) => (
          <li>
            <h3>
              {address} {admin ? <span class="state">administrator</span> : null}
            </h3>
            <p>
              {counted(own, 'sign-in')}, last seen <Moment at={seenAt} />
              {within.length === 0 ? '' : `; in ${within.join(', ')}`}.
            </p>
            <form method="post" action="/admin/people">
              <button type="submit" class="second" name="session" value={session}>
                End {counted(own, 'sign-in')} of {address}
              </button>
            </form>
          </li>
        ))}
      </ul>
      <Pages page={page} more={more} href={(at) => `/admin/people?page=${at}`} />
      <h2>Roles</h2>
      {programs.length === 0 ? <p>No program has been launched yet.</p> : null}
      {programs.map(({ program, counts }) => (
        <>
          <h3>
            <a href={`/admin/programs/${program}`}>{program}</a>
          </h3>
          <Facts
            rows={roles
              .filter((role) => counts[role] > 0)
              .map((role) => [names[role], counts[role].toLocaleString('en')])}
          />
        </>
      ))}
    </AdminFrame>
  );
};
