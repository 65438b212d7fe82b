import { assets } from '../assets.ts';
import { Frame, inLanguage } from '../page/frame.tsx';
import type { Framing } from '../page/framing.ts';
import type { Typed } from '../tasks/form.ts';
import { type Trouble, TroubleBox } from './form-page.tsx';
import type { MadeList, MadeView } from './port.ts';
import { Hidden } from './preview-page.tsx';
import { changeWords } from './words.ts';

/** What was changed since the launch, the latest first: who, when, what, and a way to take it back. */
export const ListPage = ({
  framing,
  list,
  said,
}: {
  readonly framing: Framing;
  readonly list: MadeList;
  readonly said: string | null;
}) => {
  const { language, program, title, changes } = list;
  const { list: words } = changeWords[language];
  const notice = said === 'made' || said === 'twice' ? words.notices[said] : null;
  return (
    <Frame
      framing={framing}
      title={`${words.title}: ${title}`}
      sheet={assets.lead}
      back={{ href: `/programs/${program}`, text: title }}
    >
      <h1>{words.title}</h1>
      {notice === null ? null : (
        <p class="said" role="status">
          {notice}
        </p>
      )}
      <ul class="parts">
        <li>
          <a href={inLanguage(`/programs/${program}/changes/new`, language)}>{words.new}</a>
        </li>
      </ul>
      {changes.length === 0 ? (
        <p>{words.none}</p>
      ) : (
        <ul class="programs">
          {changes.map((each) => (
            <li>
              <h2>{each.what}</h2>
              <MadeFacts made={each} list={list} />
              {each.undoable ? (
                <form method="post" action={inLanguage(`/programs/${program}/changes/new`, language)}>
                  <input type="hidden" name="kind" value="undo" />
                  <input type="hidden" name="change" value={each.id} />
                  <button type="submit" class="plain" aria-label={words.undoOf(each.what)}>
                    {words.undo}
                  </button>
                </form>
              ) : null}
            </li>
          ))}
        </ul>
      )}
    </Frame>
  );
};

const MadeFacts = ({
  made,
  list: { language },
}: {
  readonly made: MadeView;
  readonly list: Pick<MadeList, 'language'>;
}) => {
  const { list: words, preview } = changeWords[language];
  return (
    <>
      <p class="quiet">
        {words.made(made.by, made.when)} · {preview.id(made.id)}
      </p>
      <p>
        {words.reach(made.steps, made.mails)} {made.undone ? <strong>({words.undone})</strong> : null}
      </p>
    </>
  );
};

/** What was shown holds no longer: whose change came first, and a way to see what would happen now. Nothing typed is lost. */
export const OvertakenPage = ({
  framing,
  list,
  since,
  typed,
}: {
  readonly framing: Framing;
  readonly list: MadeList;
  readonly since: readonly MadeView[];
  readonly typed: Typed;
}) => {
  const { language, program, title } = list;
  const { overtaken } = changeWords[language].refused;
  const at = `/programs/${program}/changes`;
  return (
    <Frame
      framing={framing}
      title={`${overtaken.title}: ${title}`}
      sheet={assets.lead}
      back={{ href: at, text: changeWords[language].list.title }}
    >
      <h1>{overtaken.title}</h1>
      <p class="lead">{overtaken.text}</p>
      {since.length === 0 ? (
        <p>{overtaken.nobody}</p>
      ) : (
        <>
          <h2>{overtaken.others}</h2>
          <ul class="programs">
            {since.map((each) => (
              <li>
                <h3>{each.what}</h3>
                <MadeFacts made={each} list={list} />
              </li>
            ))}
          </ul>
        </>
      )}
      <form method="post" action={inLanguage(`${at}/new`, language)}>
        <Hidden typed={typed} />
        <button type="submit">{overtaken.again}</button>
      </form>
    </Frame>
  );
};

/** It could not be done, or not be asked: what was typed goes along into the next try. */
export const TroublePage = ({
  framing,
  list: { language, program, title },
  trouble,
  again,
  typed,
}: {
  readonly framing: Framing;
  readonly list: MadeList;
  readonly trouble: Trouble;
  /** Where it is sent again, and what the button says; null where that would not help. */
  readonly again: { readonly to: string; readonly text: string } | null;
  readonly typed: Typed;
}) => {
  const at = `/programs/${program}/changes`;
  return (
    <Frame
      framing={framing}
      title={`${trouble.title}: ${title}`}
      sheet={assets.lead}
      back={{ href: at, text: changeWords[language].list.title }}
    >
      <h1>{changeWords[language].list.title}</h1>
      <TroubleBox trouble={trouble} />
      {again === null ? null : (
        <form method="post" action={inLanguage(again.to, language)}>
          <Hidden typed={typed} />
          <button type="submit">{again.text}</button>
        </form>
      )}
    </Frame>
  );
};
