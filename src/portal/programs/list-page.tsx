import { assets } from '../assets.ts';
import { Frame, inLanguage } from '../page/frame.tsx';
import type { Framing } from '../page/framing.ts';
import { HeldLine } from './held-list.tsx';
import type { ProgramGlance } from './port.ts';
import { programWords } from './words.ts';

/** The programs that somebody leads, each with how it is doing. */
export const ProgramsPage = ({
  framing,
  programs,
}: {
  readonly framing: Framing;
  readonly programs: readonly ProgramGlance[];
}) => {
  const { language } = framing;
  const words = programWords[language];
  return (
    <Frame framing={framing} title={words.list.title} sheet={assets.lead}>
      <h1>{words.list.title}</h1>
      {programs.length === 0 ? (
        <>
          <p class="lead">{words.list.empty}</p>
          <p>{words.list.emptyMore}</p>
        </>
      ) : (
        <ul class="programs">
          {programs.map((each) => (
            <li>
              <h2>
                <a href={inLanguage(`/programs/${each.program}`, language)}>{each.title}</a>
              </h2>
              <p class="quiet">{[words.month(each.month), words.teams(each.teams)].join(' · ')}</p>
              {each.paused ? <p class="note">{words.paused}</p> : null}
              <p>{words.health(each.health)}</p>
              {each.longest === null ? null : (
                <>
                  <h3>{words.longest}</h3>
                  <p class="held">
                    <HeldLine held={each.longest} language={language} />
                  </p>
                </>
              )}
            </li>
          ))}
        </ul>
      )}
    </Frame>
  );
};
