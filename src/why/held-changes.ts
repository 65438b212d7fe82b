import { PROGRAM_SCOPE } from '../domain/keys.ts';
import { momentAt } from '../plan/calendar/moment.ts';
import { saysEdit } from '../plan/index.ts';
import { daysSince } from './held-tasks.ts';
import type { Held, HoldFacts } from './holds.ts';

/** Amendments that hold messages back until somebody confirms them. */
export const toConfirm = ({ program, now, plan, unconfirmed, who }: HoldFacts): Held[] =>
  unconfirmed.flatMap(({ change, by, at, mails }) => {
    const edit = plan.edits.find((each) => each.change === change);
    if (edit === undefined) return [];
    const ofTeam = plan.program.teams.find(({ id }) => id === edit.scope.team);
    const team = ofTeam?.id ?? PROGRAM_SCOPE;
    const since = momentAt(at.getTime(), plan.placeOf(team).zone);
    return {
      key: change,
      title: saysEdit(edit),
      team,
      people: [by],
      since,
      days: daysSince(since, now),
      text: `${who(by)} made it. ${saysMails(mails)}. It is confirmed by \`milepost amend ${program} --confirm ${change} --by PERSON\`.`,
    };
  });

const saysMails = (mails: number): string => {
  if (mails === 0) return 'No mail waits for it at this moment';
  return mails === 1 ? '1 mail waits for it' : `${mails} mails wait for it`;
};
