import { defineSearchAttributeKey } from '@temporalio/common';

/** Few on purpose: visibility on SQL allows ten keywords. Ids only. */
export const programAttribute = defineSearchAttributeKey('MilepostProgram', 'KEYWORD');
export const teamAttribute = defineSearchAttributeKey('MilepostTeam', 'KEYWORD');
export const stageAttribute = defineSearchAttributeKey('MilepostStage', 'KEYWORD');
export const occurrenceAttribute = defineSearchAttributeKey('MilepostOccurrence', 'KEYWORD');

export const searchAttributeNames = [
  programAttribute,
  teamAttribute,
  stageAttribute,
  occurrenceAttribute,
].map((key) => key.name);
