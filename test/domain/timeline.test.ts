import { describe, expect, it } from 'vitest';
import {
  emptyTimeline,
  markChildren,
  nextStart,
  startDue,
  teamChild,
  timelineOver,
  type TimelineStage,
} from '../../src/domain/timeline.ts';

const stages: TimelineStage[] = [
  { key: 'mapping/once', workflow: 'journeyMappingWorkflow', startsAt: 30 },
  { key: 'orientation/once', workflow: 'orientationWorkflow', startsAt: 10 },
  { key: 'survey/M03', workflow: 'surveyCycleWorkflow', startsAt: 30 },
];

describe('a timeline', () => {
  it('starts every stage on its date, side by side, and none twice', () => {
    const first = startDue(stages, emptyTimeline, 10);
    expect(first.start.map(({ key }) => key)).toEqual(['orientation/once']);
    const second = startDue(stages, first.state, 30);
    expect(second.start.map(({ key }) => key)).toEqual(['mapping/once', 'survey/M03']);
    expect(startDue(stages, second.state, 99).start).toEqual([]);
  });

  it('names the next start, and none when all have started', () => {
    expect(nextStart(stages, emptyTimeline)).toBe(10);
    expect(nextStart(stages, startDue(stages, emptyTimeline, 99).state)).toBeNull();
  });

  it('is over when all stages have started and every stage and team has ended', () => {
    const started = markChildren(startDue(stages, emptyTimeline, 99).state, [teamChild('north')], 'started');
    const stagesEnded = markChildren(
      started,
      stages.map(({ key }) => key),
      'ended',
    );
    expect(timelineOver(stages, stagesEnded)).toBe(false);
    expect(timelineOver(stages, markChildren(stagesEnded, [teamChild('north')], 'ended'))).toBe(true);
  });

  it('is not over while a stage lies ahead', () => {
    const first = startDue(stages, emptyTimeline, 10).state;
    expect(timelineOver(stages, markChildren(first, ['orientation/once'], 'ended'))).toBe(false);
  });
});
