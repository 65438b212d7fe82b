import type { Language } from '../../domain/language.ts';
import { linkOf, type Typed } from './form.ts';
import type { Framing } from '../page/framing.ts';
import { bareFraming } from '../page/framing.ts';
import { Notice, Said, TaskFrame } from './frame.tsx';
import type { ClosedTaskView } from './port.ts';
import { isNotice, taskWords } from './words.ts';

interface ClosedPageProps {
  readonly framing: Framing;
  readonly view: ClosedTaskView;
  readonly said?: string | null;
  /** What somebody wrote of which nothing was kept: it was closed already. It is given back. */
  readonly unsent?: readonly string[];
  /** Whoever looks is signed in: then what was filled in is shown, too. */
  readonly full: boolean;
}

/** A task that is done, set aside or over. By a link of a mail it shows how it ended, and nothing else of it. */
export const ClosedPage = ({ framing, view, said = null, unsent = [], full }: ClosedPageProps) => {
  const { language, ending, content } = view;
  const words = taskWords[language];
  const title = words.ended.title[ending.how];
  return (
    <TaskFrame framing={framing} title={full ? `${content.title}: ${title}` : title}>
      <h1>{full ? content.title : title}</h1>
      <Notice language={language} said={said} />
      <Unsent
        language={language}
        unsent={unsent}
        text={ending.you ? words.meanwhile.own : words.meanwhile.text}
      />
      {full ? <p class="lead">{title}.</p> : null}
      <p>{words.ended.text(ending)}</p>
      <p>
        {ending.you ? `${words.ended.thanks} ` : ''}
        {words.ended.nothingToDo}
      </p>
      {full ? <Content {...{ language, content }} /> : null}
    </TaskFrame>
  );
};

const Unsent = ({
  language,
  unsent,
  text,
}: {
  readonly language: Language;
  readonly unsent: readonly string[];
  readonly text: string;
}) =>
  unsent.length === 0 ? null : (
    <Said text={text}>
      <p>{taskWords[language].meanwhile.yours}:</p>
      <ul>
        {unsent.map((each) => (
          <li class="kept-lines">{each}</li>
        ))}
      </ul>
    </Said>
  );

const Content = ({
  language,
  content: { reason, answers, evidence },
}: {
  readonly language: Language;
  readonly content: ClosedTaskView['content'];
}) => {
  const { ended, form } = taskWords[language];
  return (
    <>
      {reason === null ? null : (
        <>
          <h2>{ended.reason}</h2>
          <p class="kept-lines">{reason}</p>
        </>
      )}
      {answers.length === 0 ? null : (
        <>
          <h2>{ended.answers}</h2>
          <dl class="facts stacked">
            {answers.map(({ label, text }) => (
              <div>
                <dt>{label}</dt>
                <dd class="kept-lines">{text}</dd>
              </div>
            ))}
          </dl>
        </>
      )}
      {evidence.length === 0 ? null : (
        <>
          <h2>{form.evidence}</h2>
          <ul>
            {evidence.map((piece) => {
              const href = linkOf(piece);
              return (
                <li>
                  {href === null ? (
                    piece
                  ) : (
                    <a href={href} rel="noopener noreferrer">
                      {piece}
                    </a>
                  )}
                </li>
              );
            })}
          </ul>
        </>
      )}
    </>
  );
};

/** Said to whoever had a task in hand and has it no more. */
export const ElsewherePage = ({
  framing,
  said,
  unsent = [],
}: {
  readonly framing: Framing;
  /** A notice’s name; what is none says nothing. */
  readonly said: string | null;
  /** What somebody wrote that nobody was given: it is given back. */
  readonly unsent?: readonly string[];
}) => {
  const { language } = framing;
  const { elsewhere, notice } = taskWords[language];
  return (
    <TaskFrame framing={framing} title={elsewhere.title}>
      <h1>{elsewhere.title}</h1>
      <Notice language={language} said={unsent.length === 0 ? said : null} />
      <Unsent language={language} unsent={unsent} text={isNotice(said) ? notice[said] : elsewhere.unsent} />
      {elsewhere.text.map((line) => (
        <p>{line}</p>
      ))}
    </TaskFrame>
  );
};

/** Said where not even the page can be made. It carries what was typed. */
export const AwayPage = ({ language, typed }: { readonly language: Language; readonly typed: Typed }) => {
  const { away } = taskWords[language];
  return (
    <TaskFrame framing={bareFraming(language)} title={away.title}>
      <h1>{away.title}</h1>
      <p>{away.text}</p>
      <form method="post">
        {Object.entries(typed).map(([name, value]) => (
          <input type="hidden" name={name} value={value} />
        ))}
        <button type="submit">{away.again}</button>
      </form>
    </TaskFrame>
  );
};
