import type { Framing } from '../page/framing.ts';
import { Notice, TaskFrame } from './frame.tsx';
import type { OwnTeam } from '../team/port.ts';
import { teamWords } from '../team/words.ts';
import type { ListedTask, MineView } from './port.ts';
import { taskWords } from './words.ts';

/** What is somebody's this month: to do now, coming, done; over all their programs. */
export const MinePage = ({
  framing,
  view,
  teams,
  said,
}: {
  readonly framing: Framing;
  readonly view: MineView;
  readonly teams: readonly OwnTeam[];
  readonly said: string | null;
}) => {
  const { language, now, coming, others, done } = view;
  const words = taskWords[language].mine;
  const minutes = now.reduce((sum, each) => sum + each.minutes, 0);
  return (
    <TaskFrame framing={framing} title={words.title}>
      <h1>{words.title}</h1>
      <Notice language={language} said={said} />
      <p class="lead">{now.length === 0 ? words.empty : words.lead(now.length, minutes)}</p>
      {now.length === 0 ? (
        <p>{words.emptyMore}</p>
      ) : (
        <>
          <h2>{words.now}</h2>
          <List tasks={now} view={view} cards />
        </>
      )}
      <h2>{words.coming}</h2>
      {coming.length === 0 ? <p>{words.comingEmpty}</p> : <List tasks={coming} view={view} />}
      {done.length === 0 ? null : (
        <>
          <h2>{words.done}</h2>
          <List tasks={done} view={view} done />
        </>
      )}
      {teams.length === 0 ? null : (
        <>
          <h2 id="teams">{teamWords[language].mine}</h2>
          <ul class="alone">
            {teams.map(({ program, team, name }) => (
              <li>
                <a href={`/teams/${program}/${team}?lang=${language}`}>{name}</a>
              </li>
            ))}
          </ul>
        </>
      )}
      {others.length === 0 ? null : (
        <details>
          <summary>
            {words.others} ({others.length})
          </summary>
          <List tasks={others} view={view} others />
        </details>
      )}
    </TaskFrame>
  );
};

const List = ({
  tasks,
  view,
  cards = false,
  done = false,
  others = false,
}: {
  readonly tasks: readonly ListedTask[];
  readonly view: MineView;
  /** What is to be done stands out; the rest is quiet. */
  readonly cards?: boolean;
  readonly done?: boolean;
  readonly others?: boolean;
}) => {
  const { mine: words, duration } = taskWords[view.language];
  const when = (task: ListedTask): string => {
    if (done) return words.doneOn(task.day);
    if (task.gathering) return words.begins(task.day);
    return task.past ? words.planned(task.day) : words.due(task.day);
  };
  return (
    <ul class={cards ? 'cards' : 'cards lines'}>
      {tasks.map((task) => (
        <li>
          <p class="card-title">
            {task.key === null ? (
              task.title
            ) : (
              <a href={`/tasks/${task.key}?lang=${view.language}`}>{task.title}</a>
            )}
          </p>
          <p class="card-facts">
            {[
              when(task),
              ...(done || task.minutes === 0 ? [] : [words.about(duration(task.minutes))]),
              ...(others ? [words.withWhom(task.owner)] : []),
              ...(view.severalTeams && task.team !== null ? [task.team] : []),
              ...(view.severalPrograms ? [task.program] : []),
            ].join(' · ')}
          </p>
          {task.past && !others ? <p class="card-facts offer">{words.offer}</p> : null}
        </li>
      ))}
    </ul>
  );
};
