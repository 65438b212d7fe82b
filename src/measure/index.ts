export { goalsOf, type Goal, type GoalMonth } from './goals.ts';
export { asking, type Asking, type MonthOfAsking } from './asking.ts';
export { BASELINE_POINTS, runChart, type ChartPoint, type RunChart, type Shift } from './run-chart.ts';
export { teamResults, type ItemResults } from './results.ts';
