import type { OpenedCard, Surveys } from '../../src/portal/survey/port.ts';
import { loadInstrument } from '../../src/roadmap/load-instrument.ts';
import type { FilledForm } from '../../src/survey/form.ts';

export const pulse = loadInstrument('monthly-pulse');
export const CODE = '7QK2M3XR9FDH';
export const OTHER = 'ZZZZZZZZZZZZ';
const comments = {
  reader: 'robin',
  protocol: 'Reading comments safely',
  urgent: [{ label: { en: 'Nurse line', es: 'Línea de enfermería' }, phone: '+1 555-0100' }],
};

/** Cards in memory, with everything that was done to them. */
export function surveysOf({ withComments = false, title = 'Brook Clinic' } = {}) {
  const forms: FilledForm[] = [];
  let spent = false;
  let looks = 0;
  const card = (): OpenedCard => ({
    place: title,
    instrument: pulse,
    comments: withComments ? comments : null,
    spent,
  });
  const surveys: Surveys = {
    async find(code) {
      looks += 1;
      return code === CODE ? card() : null;
    },
    async submit(code, form) {
      if (code !== CODE || spent) return;
      spent = true;
      forms.push(form);
    },
  };
  return { surveys, forms, looks: () => looks };
}
