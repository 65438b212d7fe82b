/**
 * One named type for each kind of stage, so that an admin finds survey cycles among survey cycles. What they do
 * differs by their roadmap's steps, not by code.
 */
import type { StageInput } from '../contracts/workflow-inputs.ts';
import { runStage } from './run-stage.ts';

export async function orientationWorkflow(input: StageInput): Promise<void> {
  await runStage(input);
}

export async function journeyMappingWorkflow(input: StageInput): Promise<void> {
  await runStage(input);
}

export async function practiceChangeWorkflow(input: StageInput): Promise<void> {
  await runStage(input);
}

export async function trainingWorkflow(input: StageInput): Promise<void> {
  await runStage(input);
}

export async function advisoryCouncilWorkflow(input: StageInput): Promise<void> {
  await runStage(input);
}

/** One month of asking patients: offer, close, counts, results, reflection, goal, sharing back. */
export async function surveyCycleWorkflow(input: StageInput): Promise<void> {
  await runStage(input);
}

/** One quarter's impacts and trends: collect the months, review, act, share. */
export async function quarterlyReviewWorkflow(input: StageInput): Promise<void> {
  await runStage(input);
}

export async function learningSessionWorkflow(input: StageInput): Promise<void> {
  await runStage(input);
}

export async function leadershipWorkflow(input: StageInput): Promise<void> {
  await runStage(input);
}

export async function implementationWorkflow(input: StageInput): Promise<void> {
  await runStage(input);
}
