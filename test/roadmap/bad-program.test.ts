import { describe, expect, it } from 'vitest';
import { type Bad, bad, edit, goodProgram, programFrom, programProblems } from './bad-files.ts';

// prettier-ignore
const everyBad: readonly Bad[] = [
  bad('a team with no lead', '    lead: kim\n', '', 'teams[blue].lead', /this team has no lead/, /Add lead/),
  bad('a program with no lead', 'lead: pat\n', '', 'lead', /this program has no lead/, /Add lead/),
  bad('an advisor without liaison', ', liaison: lou', '', 'teams[blue].advisors[ada].liaison', /has no liaison/, /Add liaison/),
  bad('an advisor as their own liaison', 'liaison: lou', 'liaison: ada', 'teams[blue].advisors[ada].liaison', /their own liaison/, /kim/),
  bad('a liaison of another place', 'liaison: lou', 'liaison: sam', 'teams[blue].advisors[ada].liaison', /not one of the people of team blue/, /kim/),
  bad('an advisor who works in the team', '{ person: ada, liaison: lou }', '{ person: lou, liaison: kim }', 'teams[blue].advisors[lou].person', /volunteer/, /one of the two/),
  bad('a duplicate person', 'id: ada, name', 'id: lou, name', 'people[lou].id', /already a person/, /own/),
  bad('one address for two people', 'lou@clinic', 'KIM@clinic', 'people[lou].email', /Kim Three \(kim\) and Lou Four \(lou\)/, /one person/),
  bad('a person listed twice', 'members: [lou]', 'members: [lou, lou]', 'teams[blue].members[1]', /twice/, /one of the two/),
  bad('an unknown person', 'members: [lou]', 'members: [lu]', 'teams[blue].members[0]', /no such person/, /Did you mean lou/),
  bad('an unknown clinic', 'clinic: clinic', 'clinic: clinik', 'teams[blue].clinic', /no such clinic/, /mean clinic\?/),
  bad('an unknown organization', 'organization: org', 'organization: orgs', 'clinics[clinic].organization', /no such organization/, /org/),
  bad('an unknown zone', 'America/New_York', 'America/NewYork', 'zone', /no such time zone/, /America\/New_York/),
  bad('a zone that is nowhere', 'America/New_York', 'Mars/Base', 'zone', /no such time zone/, /IANA/),
  bad('an unknown calendar', 'calendar: days', 'calendar: daze', 'calendar', /no such calendar/, /days/),
  bad('a launch that is no date', '2027-01-11', '2027-02-30', 'launch', /no date of the calendar/, /YYYY-MM-DD/),
  bad('a team that calls itself all', 'id: blue', 'id: all', 'teams[all].id', /stands for the whole program/, /another id/),
  bad('a rest past the end', '[M3]', '[M4-M9]', 'rest[0]', /no such month/, /Shorten/),
  bad('a rest backwards', '[M3]', '[M4-M2]', 'rest[0]', /ends before it begins/, /M2-M4/),
  bad('an address that is none', 'lou@clinic.example', 'lou', 'people[lou].email', /no email address/, /example/),
  bad('a chat without an address', 'email: lou@clinic.example', 'email: lou@clinic.example, channel: webhook', 'people[lou].channel', /no chat is named/, /Add `webhook/),
  bad('a chat without TLS', 'email: lou@clinic.example', "email: lou@clinic.example, webhook: 'http://chat.example/hook'", 'people[lou].webhook', /not written as it should/, /whole https/),
  bad('an unknown built-in roadmap', './small-roadmap.yaml', 'partner-with-patient', 'roadmap', /no built-in roadmap/, /\.\/my-roadmap\.yaml/),
  bad('a roadmap file that is not there', './small-roadmap.yaml', './smal-roadmap.yaml', 'roadmap', /there is no file/, /folder/),
  bad('a misspelled key', 'equityAim', 'equityaim', 'equityaim', /nothing is called/, /spelling/),
];

describe('a program that cannot run is refused', () => {
  it('and the one that the others are made from is not', () => {
    expect(programProblems(goodProgram)).toEqual([]);
  });

  it.each(everyBad)('$promise', ({ from, to, path, problem, fix }) => {
    const found = programProblems(edit(goodProgram, from, to)).find((each) => each.path === path);
    expect(found).toMatchObject({ problem: expect.stringMatching(problem), fix: expect.stringMatching(fix) });
    expect(found?.line).toBeGreaterThan(1);
  });

  it('with every problem at once', () => {
    const text = edit(edit(goodProgram, 'America/New_York', 'Nowhere'), 'clinic: clinic', 'clinic: other');
    expect(programProblems(text).map(({ path }) => path)).toEqual(['teams[blue].clinic', 'zone']);
  });
});

describe('what does not stop a launch is said', () => {
  it('a person without a part, and a translation that nobody reviewed', () => {
    const text = `${goodProgram}  - { id: max, name: Max Six, email: max@clinic.example }\n`;
    expect(programFrom(text).warnings).toEqual([
      expect.stringMatching(/Spanish texts of roadmap small/),
      expect.stringMatching(/Spanish of what patients are asked/),
      expect.stringMatching(/Max Six \(max\) has no part/),
    ]);
  });
});
