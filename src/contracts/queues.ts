/** Live programs run on this task queue unless the configuration names another. */
export const DEFAULT_TASK_QUEUE = 'milepost';
