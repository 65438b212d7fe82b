import { aboutOf, Fields } from './fields.tsx';
import type { FormProblem, Typed } from './form.ts';
import type { Framing } from '../page/framing.ts';
import { Notice, Said, TaskFrame } from './frame.tsx';
import { OtherWays } from './other-ways.tsx';
import type { OpenTaskView } from './port.ts';
import { taskWords } from './words.ts';

export interface TaskPageProps {
  readonly framing: Framing;
  readonly view: OpenTaskView;
  /** What was sent and came back; else what was kept. */
  readonly typed?: Typed;
  readonly problems?: readonly FormProblem[];
  /** Which action lacks something: a reason, a person. */
  readonly lacks?: 'hand' | 'cannot' | null;
  readonly said?: string | null;
  /** Said instead, where something did not work out. */
  readonly trouble?: 'away' | 'refused' | null;
}

/** An open task: why it is there, how long it takes, its form, and the other ways to deal with it. */
export const TaskPage = ({
  framing,
  view,
  typed,
  problems = [],
  lacks = null,
  said = null,
  trouble = null,
}: TaskPageProps) => {
  const words = taskWords[view.language];
  const title = problems.length > 0 ? `${words.problems.title} ${view.title}` : view.title;
  // Another button was pressed than that of the form: what the form held stays in it.
  const filled = { ...view.draft?.typed, ...typed };
  return (
    <TaskFrame framing={framing} title={title}>
      <h1>{view.title}</h1>
      <Problems view={view} problems={problems} />
      {trouble === null ? null : <Trouble view={view} trouble={trouble} />}
      <Notice language={view.language} said={said} />
      <p class="lead">{words.reason(view.reason)}</p>
      <Facts view={view} />
      {view.offersHelp ? <p class="offer">{words.past(view.helper)}</p> : null}
      <h2>{words.why}</h2>
      <p>{view.purpose}</p>
      <h2>{words.what}</h2>
      <p>{view.instructions}</p>
      {view.missing === null ? null : (
        <>
          {view.missing.length === 0 ? null : (
            <>
              <h2>{words.missing}</h2>
              <ul>
                {view.missing.map((each) => (
                  <li>{each}</li>
                ))}
              </ul>
            </>
          )}
          <p>{words.closesItself}</p>
        </>
      )}
      {view.may.complete ? (
        <CompleteForm {...{ view, problems }} typed={filled} kept={typed === undefined} />
      ) : null}
      <OtherWays view={view} typed={filled} lacks={lacks} />
      <Story view={view} />
      {view.helper === null || view.offersHelp ? null : <p class="quiet">{words.help(view.helper)}</p>}
    </TaskFrame>
  );
};

const Problems = ({
  view,
  problems,
}: Pick<TaskPageProps, 'view'> & { readonly problems: readonly FormProblem[] }) => {
  if (problems.length === 0) return null;
  const words = taskWords[view.language].problems;
  return (
    <div class="problems" role="alert" tabindex={-1} autofocus>
      <h2>{words.title}</h2>
      <ul>
        {problems.map(({ at, fault }) => {
          const { label, href } = aboutOf(view, at);
          return (
            <li>
              <a href={href}>{label}</a> {words.fault(fault)}
            </li>
          );
        })}
      </ul>
    </div>
  );
};

const Trouble = ({
  view,
  trouble,
}: {
  readonly view: OpenTaskView;
  readonly trouble: 'away' | 'refused';
}) => {
  const words = taskWords[view.language];
  return trouble === 'refused' ? (
    <Said text={words.refused} />
  ) : (
    <div class="problems" role="alert" tabindex={-1} autofocus>
      <h2>{words.away.title}</h2>
      <p>{words.away.text}</p>
    </div>
  );
};

const Facts = ({ view }: { readonly view: OpenTaskView }) => {
  const { labels, duration, others } = taskWords[view.language];
  const facts: readonly (readonly [string, string | null])[] = [
    [view.where !== null ? labels.begins : view.past ? labels.planned : labels.due, view.due.full],
    [labels.where, view.where],
    [labels.takes, view.minutes > 0 ? duration(view.minutes) : null],
    [labels.with, view.owner],
    [labels.team, view.team],
    [labels.program, view.program],
  ];
  return (
    <>
      <dl class="facts">
        {facts.map(([label, text]) =>
          text === null ? null : (
            <div>
              <dt>{label}</dt>
              <dd>{text}</dd>
            </div>
          ),
        )}
      </dl>
      {view.others.length === 0 || view.where !== null ? null : <p class="quiet">{others(view.others)}</p>}
    </>
  );
};

const CompleteForm = ({
  view,
  typed,
  problems,
  kept,
}: {
  readonly view: OpenTaskView;
  readonly typed: Typed;
  readonly problems: readonly FormProblem[];
  /** What is in the form is the draft, where there is one. */
  readonly kept: boolean;
}) => {
  const words = taskWords[view.language].form;
  const asks = view.fields.length > 0 || view.asked.evidence !== 'none';
  return (
    <form method="post" class="task" novalidate>
      {asks ? <h2>{words.title}</h2> : <p>{view.where === null ? words.plain : words.plainJoined}</p>}
      {kept && view.draft !== null ? <p class="quiet">{words.draft(view.draft.when)}</p> : null}
      <Fields {...{ view, typed, problems }} />
      <div class="buttons">
        <button type="submit" name="do" value="complete">
          {view.where === null ? words.done : words.joined}
        </button>
        {asks ? (
          <button type="submit" name="do" value="save" class="second">
            {words.save}
          </button>
        ) : null}
      </div>
    </form>
  );
};

const Story = ({ view }: { readonly view: OpenTaskView }) => {
  const words = taskWords[view.language].story;
  return (
    <details>
      <summary>{words.title}</summary>
      <ul class="story">
        {view.happened.map(({ day, what }) => (
          <li>
            <span class="quiet">{day}:</span> {words.happened(what)}
          </li>
        ))}
      </ul>
    </details>
  );
};
