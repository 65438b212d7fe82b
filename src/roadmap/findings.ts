/** A place in parsed data: keys and indexes from the top. */
export type Path = readonly (string | number)[];

/** A problem found in parsed data, before it is known on which line it stands. */
export interface Finding {
  readonly path: Path;
  readonly value?: unknown;
  readonly problem: string;
  readonly fix: string;
}

/** What stands at a path, or undefined. */
export function valueAt(data: unknown, path: Path): unknown {
  let here: unknown = data;
  for (const key of path) {
    if (typeof here !== 'object' || here === null) return undefined;
    here = (here as Record<string | number, unknown>)[key];
  }
  return here;
}

function nameOf(item: unknown): string | null {
  if (typeof item !== 'object' || item === null) return null;
  const { id, person } = item as { id?: unknown; person?: unknown };
  if (typeof id === 'string') return id;
  return typeof person === 'string' ? person : null;
}

/** A path as people read it: list items by their id where they have one, as in `steps[survey-goal].due`. */
export function saysPath(data: unknown, path: Path): string {
  let text = '';
  path.forEach((key, depth) => {
    if (typeof key === 'number') {
      text += `[${nameOf(valueAt(data, path.slice(0, depth + 1))) ?? key}]`;
    } else {
      text += text === '' ? key : `.${key}`;
    }
  });
  return text;
}

/** Items whose `id` was taken by an earlier one of the list. */
export function duplicateIds(
  what: string,
  items: readonly { readonly id: string }[],
  at: Path,
): readonly Finding[] {
  const seen = new Set<string>();
  return items.flatMap(({ id }, index) => {
    if (!seen.has(id)) {
      seen.add(id);
      return [];
    }
    return [
      {
        path: [...at, index, 'id'],
        value: id,
        problem: `there is already a ${what} with this id`,
        fix: `Give each ${what} an id of its own.`,
      },
    ];
  });
}
