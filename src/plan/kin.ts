import { inside } from './inside.ts';
import { type Calendar, watched } from './calendar/business-days.ts';
import type { Day } from './calendar/days.ts';
import { daysApart } from './calendar/days-apart.ts';
import type { Place } from './calendar/offset.ts';
import type { Says } from './landing.ts';
import type { Dated } from './types.ts';

/** The days that a calendar was asked of, from the first to the last. */
interface Looked {
  from: Day;
  until: Day;
}

/** A step run as it is dated, and what says why. */
export interface Worded {
  readonly dating: Omit<Dated, 'why'>;
  readonly says: Says;
}

interface Found {
  readonly worded: Worded | null;
  readonly dated: Dated | null;
  readonly calendar: Calendar;
  readonly looked: Readonly<Looked>;
}

/**
 * What is dated in one place holds in every place of its kin whose calendar has the same business days between the first
 * and the last that was asked of. So a program with twenty calendars is dated little more than once for each zone.
 */
export class Kin {
  readonly #places = new Map<Place, Place>();
  readonly #known = new Map<Place, Map<string, Found>>();
  readonly #kin = new Map<string, Map<string, Found[]>>();
  readonly #apart = new Map<Calendar, Map<Calendar, readonly Day[] | null>>();
  /** One for each run that is being dated: those inside the others last. */
  readonly #looking: Looked[] = [];

  /** A place whose calendar is watched. */
  placeOf(place: Place): Place {
    const known = this.#places.get(place);
    if (known !== undefined) return known;
    const calendar = watched(place.calendar, (day) => {
      this.#note({ from: day, until: day });
    });
    const made = { ...place, calendar };
    this.#places.set(place, made);
    this.#places.set(made, made);
    return made;
  }

  /**
   * A step run in a place: as it is known there, or in its kin, or as `dateRun` finds it.
   *
   * @param place one whose calendar is watched
   * @param dateRun also called where the words of what was dated elsewhere are wanted for this place
   */
  dated(key: string, place: Place, dateRun: () => Worded | null): Dated | null {
    const ofPlace = inside(this.#known, place);
    let found = ofPlace.get(key);
    if (found === undefined) {
      found = this.#fromKin(key, place, dateRun) ?? this.#anew(key, place, dateRun);
      ofPlace.set(key, found);
    }
    this.#note(found.looked);
    return found.dated;
  }

  #fromKin(key: string, place: Place, dateRun: () => Worded | null): Found | null {
    const { calendar } = place;
    const alike = this.#kin
      .get(place.kin)
      ?.get(key)
      ?.find((each) => this.#areAlike(each, calendar));
    if (alike === undefined) return null;
    const { worded, looked } = alike;
    const dated = worded && explained(worded, () => dateRun()?.says() ?? []);
    return { worded, dated, calendar, looked };
  }

  #anew(key: string, place: Place, dateRun: () => Worded | null): Found {
    const looked: Looked = { from: '9999-12-31', until: '' };
    this.#looking.push(looked);
    let worded: Worded | null;
    try {
      worded = dateRun();
    } finally {
      this.#looking.pop();
    }
    const dated = worded && explained(worded, worded.says);
    const found = { worded, dated, calendar: place.calendar, looked };
    const ofKin = inside(this.#kin, place.kin);
    const known = ofKin.get(key);
    if (known === undefined) ofKin.set(key, [found]);
    else known.push(found);
    return found;
  }

  #areAlike({ calendar: one, looked: { from, until } }: Found, other: Calendar): boolean {
    const ofOne = inside(this.#apart, one);
    let apart = ofOne.get(other);
    if (apart === undefined) ofOne.set(other, (apart = daysApart([one, other])));
    return apart?.every((day) => day < from || until < day) === true;
  }

  #note({ from, until }: Looked): void {
    const looking = this.#looking.at(-1);
    if (looking === undefined) return;
    if (from < looking.from) looking.from = from;
    if (until > looking.until) looking.until = until;
  }
}

/** Its words are put together when somebody first reads them, and then kept. */
function explained({ dating }: Worded, says: Says): Dated {
  let said: readonly string[] | null = null;
  return {
    ...dating,
    get why() {
      return (said ??= says());
    },
  };
}
