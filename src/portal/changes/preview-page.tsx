import type { Language } from '../../domain/language.ts';
import { assets } from '../assets.ts';
import { Frame, inLanguage } from '../page/frame.tsx';
import type { Framing } from '../page/framing.ts';
import type { Typed } from '../tasks/form.ts';
import type { MovedStep, PreviewView } from './port.ts';
import { changeWords } from './words.ts';

/** All that a change would do, with one button that makes just that. Nothing has happened yet. */
export const PreviewPage = ({
  framing,
  view,
  typed,
}: {
  readonly framing: Framing;
  readonly view: PreviewView;
  readonly typed: Typed;
}) => {
  const { language, program, id, title } = view;
  const { preview: words, list } = changeWords[language];
  const undoes = typed['kind'] === 'undo';
  const at = `/programs/${program}/changes`;
  return (
    <Frame
      framing={framing}
      title={`${words.title}: ${title}`}
      sheet={assets.lead}
      at={undoes ? at : `${at}/new`}
      back={{ href: at, text: list.title }}
    >
      <h1>{words.title}</h1>
      <p class="lead">
        <strong>{title}</strong>
      </p>
      {id === null ? <Cannot view={view} /> : <p>{words.sums(view.sums)}</p>}
      {view.notes.length === 0 ? null : (
        <>
          <h2>{words.notes}</h2>
          <ul lang="en">
            {view.notes.map((note) => (
              <li>{note}</li>
            ))}
          </ul>
        </>
      )}
      {id === null ? null : (
        <form method="post" action={inLanguage(at, language)}>
          <Hidden typed={typed} />
          <input type="hidden" name="apply" value={id} />
          <p>
            {words.notYet} <span class="quiet">{words.id(id)}</span>
          </p>
          <button type="submit">{undoes ? words.takeBack : words.make}</button>
        </form>
      )}
      {undoes ? null : (
        <form method="post" action={inLanguage(`${at}/new`, language)}>
          <Hidden typed={typed} />
          <button type="submit" name="back" value="yes" class="second">
            {words.back}
          </button>
        </form>
      )}
      {id === null ? null : <Details view={view} />}
    </Frame>
  );
};

/** What was typed goes along, so that nothing of it is lost whatever happens. */
export const Hidden = ({ typed }: { readonly typed: Typed }) => (
  <>
    {Object.entries(typed).map(([name, value]) => (
      <input type="hidden" name={name} value={value} />
    ))}
  </>
);

const Cannot = ({ view: { language, past, morePast, problems } }: { readonly view: PreviewView }) => {
  const words = changeWords[language].preview;
  return (
    <div class="problems" role="alert">
      <h2>{words.cannot}</h2>
      {past.length === 0 ? null : (
        <>
          <ul>
            {past.map(({ title, team, willBe }) => (
              <li>
                {title} ({team ?? words.whole}) {words.past(willBe ?? '')}
              </li>
            ))}
          </ul>
          {morePast === 0 ? null : <p>{words.more(morePast)}</p>}
          <p>{words.pastMore}</p>
        </>
      )}
      {problems.length === 0 ? null : (
        <ul lang="en">
          {problems.map((problem) => (
            <li>{problem}</li>
          ))}
        </ul>
      )}
    </div>
  );
};

const Details = ({ view }: { readonly view: PreviewView }) => {
  const { language, steps, moreSteps, counted, moreCounted, tasks, moreTasks, people, morePeople } = view;
  const words = changeWords[language].preview;
  return (
    <>
      {steps.length === 0 ? null : (
        <>
          <h2>{words.steps}</h2>
          <ul class="held">
            {steps.map((step) => (
              <li>
                <Step step={step} view={view} />
              </li>
            ))}
          </ul>
          {moreSteps === 0 ? null : <p class="quiet">{words.more(moreSteps)}</p>}
        </>
      )}
      {counted.length === 0 ? null : (
        <>
          <h2>{words.counted}</h2>
          <ul class="held">
            {counted.map((line) => (
              <li>
                <strong>{words.countedLine(line)}</strong>
                <Times times={line} language={language} />
              </li>
            ))}
          </ul>
          {moreCounted === 0 ? null : <p class="quiet">{words.more(moreCounted)}</p>}
        </>
      )}
      {tasks.length === 0 ? null : (
        <>
          <h2>{words.tasks}</h2>
          <ul class="held">
            {tasks.map(({ title, team, from, to }) => (
              <li>
                <strong>{title}</strong>
                <span class="held-facts">{[team ?? words.whole, words.hands(from, to)].join(' · ')}</span>
              </li>
            ))}
          </ul>
          {moreTasks === 0 ? null : <p class="quiet">{words.more(moreTasks)}</p>}
        </>
      )}
      {people.length === 0 ? null : (
        <>
          <h2>{words.mails}</h2>
          <ul>
            {people.map((each) => (
              <li>
                {each.name}: {words.ofPerson(each)}
              </li>
            ))}
          </ul>
          {morePeople === 0 ? null : <p class="quiet">{words.more(morePeople)}</p>}
        </>
      )}
    </>
  );
};

const Step = ({ step, view }: { readonly step: MovedStep; readonly view: PreviewView }) => {
  const words = changeWords[view.language].preview;
  return (
    <>
      <strong>{step.title}</strong>
      <span class="held-facts">
        {[step.team ?? words.whole, ...(step.open ? [words.open] : [])].join(' · ')}
      </span>
      <Times times={step} language={view.language} />
    </>
  );
};

const Times = ({
  times: { was, willBe },
  language,
}: {
  readonly times: Pick<MovedStep, 'was' | 'willBe'>;
  readonly language: Language;
}) => {
  const words = changeWords[language].preview;
  return (
    <>
      <span class="held-facts">{was === null ? words.notPlanned : `${words.was} ${was}`}</span>
      <span class="held-facts new">→ {willBe === null ? words.notAtAll : `${words.willBe} ${willBe}`}</span>
    </>
  );
};
