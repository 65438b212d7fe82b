/** How many letters must change to turn one word into another (Levenshtein). */
function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const replaced = (previous[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1);
      row.push(Math.min(replaced, (previous[j] as number) + 1, (row[j - 1] as number) + 1));
    }
    previous = row;
  }
  return previous[b.length] as number;
}

/** The known words nearest to a mistyped one, best first; none where nothing is near. */
export function nearest(word: string, known: Iterable<string>, limit = 3): readonly string[] {
  const wanted = word.toLowerCase();
  const tolerance = Math.max(2, Math.floor(word.length / 3));
  return [...known]
    .map((each) => ({ each, distance: editDistance(wanted, each.toLowerCase()) }))
    .filter(({ distance }) => distance <= tolerance)
    .sort((a, b) => a.distance - b.distance || (a.each < b.each ? -1 : 1))
    .slice(0, limit)
    .map(({ each }) => each);
}

const fewEnoughToList = 12;

/** The way out of an unknown word: the nearest known ones, or all of them where they are few. */
export function didYouMean(word: string, known: Iterable<string>, otherwise: string): string {
  const all = [...known];
  const near = nearest(word, all);
  if (near.length > 0) return `Did you mean ${near.join(' or ')}?`;
  return all.length > 0 && all.length <= fewEnoughToList ? `Use one of: ${all.join(', ')}.` : otherwise;
}
