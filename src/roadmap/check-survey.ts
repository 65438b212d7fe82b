import type { CommentsSetting } from '../survey/survey-setting.ts';
import type { Finding } from './findings.ts';
import type { Program, Team } from './program-schema.ts';

const everybodyIn = (team: Team): readonly string[] => [
  team.lead,
  ...team.members,
  ...team.staff,
  ...team.peerProviders,
  ...team.advisors.map(({ person }) => person),
];

/** Whoever reads comments stands outside every care team: a comment may be about anybody in one. */
export function checkSurvey({ survey, teams }: Program): readonly Finding[] {
  const reader = survey?.comments?.reader;
  if (reader === undefined) return [];
  const team = teams.find((each) => everybodyIn(each).includes(reader));
  if (team === undefined) return [];
  return [
    {
      path: ['survey', 'comments', 'reader'],
      value: reader,
      problem: `${reader} belongs to team ${team.id}, and comments may be about it`,
      fix: 'Name somebody who is in no team of the program, or take `comments` out: patients are then asked for no free text.',
    },
  ];
}

/**
 * How free text is asked for as things stand now; null where it is not. A reader who has joined a team since reads
 * no more, and so nobody is asked to write.
 */
export const commentsNow = (program: Program): CommentsSetting | null =>
  program.survey?.comments !== undefined && checkSurvey(program).length === 0
    ? program.survey.comments
    : null;
