const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `2016-11-14T09:00` (a local time, without zone) as `Mon 14 Nov 2016`. */
export function longDate(local: string): string {
  const [year, month, day] = parts(local);
  const weekday = new Date(Date.UTC(year, month - 1, day)).getUTCDay();
  return `${weekdays[weekday]} ${day} ${months[month - 1]} ${year}`;
}

/** `Mon 14 Nov 2016, 09:00`. */
export const longMoment = (local: string): string => `${longDate(local)}, ${local.slice(11, 16)}`;

/** `2016-11-14 09:00`: sorts, and lines up in a column. */
export const tableMoment = (local: string): string => `${local.slice(0, 10)} ${local.slice(11, 16)}`;

/** The roadmap's month of a local time: 0 is the month of the launch. Both as `YYYY-MM-DD…`. */
export function monthNumber(launchDate: string, local: string): number {
  const [launchYear, launchMonth] = parts(launchDate);
  const [year, month] = parts(local);
  return (year - launchYear) * 12 + (month - launchMonth);
}

function parts(local: string): [year: number, month: number, day: number] {
  const [year, month, day] = local.slice(0, 10).split('-').map(Number);
  return [year ?? 0, month ?? 1, day ?? 1];
}

/** A stretch of real time: `45 s`, `3 min 20 s`, `2 h 05 min`. */
export function duration(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return seconds % 60 === 0 ? `${minutes} min` : `${minutes} min ${seconds % 60} s`;
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} min`;
}
