/** Every export is a workflow type: name them one by one. */
export { programWorkflow } from './program-workflow.ts';
export { reconcileWorkflow } from './reconcile-workflow.ts';
export { teamRoadmapWorkflow } from './team-roadmap-workflow.ts';
export {
  advisoryCouncilWorkflow,
  implementationWorkflow,
  journeyMappingWorkflow,
  leadershipWorkflow,
  learningSessionWorkflow,
  orientationWorkflow,
  practiceChangeWorkflow,
  quarterlyReviewWorkflow,
  surveyCycleWorkflow,
  trainingWorkflow,
} from './stage-workflows.ts';
