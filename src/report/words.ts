import type { Language } from '../domain/language.ts';

/** The words of a report. Months are numbers of the program: `M03`. */
export interface ReportWords {
  /** Without a quarter: of some months that have gone by. */
  readonly title: (quarter: string | null, months: string) => string;
  readonly on: (day: string) => string;
  readonly span: (first: string, last: string) => string;
  readonly heard: string;
  readonly heardNothing: string;
  readonly said: string;
  readonly did: string;
  readonly asking: string;
  readonly month: string;
  readonly asked: string;
  readonly returned: string;
  readonly share: string;
  readonly atRest: string;
  readonly noCounts: string;
  readonly answers: string;
  readonly likely: string;
  readonly range: (low: string, high: string) => string;
  readonly results: string;
  readonly noFigure: (least: number) => string;
  readonly waits: (span: string) => string;
  readonly rule: (least: number) => string;
  readonly chart: (of: string) => string;
  readonly participation: string;
  readonly points: (there: number, needed: number) => string;
  readonly median: string;
  readonly shift: (from: string, to: string, side: 'above' | 'below') => string;
  readonly few: string;
  readonly many: string;
  readonly calm: string;
  readonly changes: string;
  readonly goals: string;
  readonly noGoals: string;
  readonly forWhom: string;
  readonly byWhen: string;
  readonly test: string;
  readonly prediction: string;
  readonly sealed: (month: string) => string;
  readonly outcome: string;
  readonly decisions: Readonly<Record<string, string>>;
  readonly notTold: string;
  readonly review: string;
  readonly noReview: string;
}

export const reportWords: Readonly<Record<Language, ReportWords>> = {
  en: {
    title: (quarter, months) => (quarter === null ? months : `Quarter ${quarter.slice(1)}, ${months}`),
    on: (day) => `As of ${day}`,
    span: (first, last) => (first === last ? first : `${first} to ${last}`),
    heard: 'You said, we did',
    heardNothing: 'Nothing was told to patients in these months.',
    said: 'You said',
    did: 'We did',
    asking: 'How many took part',
    month: 'Month',
    asked: 'Asked',
    returned: 'Came back',
    share: 'Share',
    atRest: 'nobody was asked',
    noCounts: 'no counts came',
    answers: 'Answers',
    likely: 'Likely between',
    range: (low, high) => `${low} and ${high}`,
    results: 'What patients said',
    noFigure: (least) =>
      `No figure closed in these months. A figure needs ${least} answers; months are put together until they have them.`,
    waits: (span) => `${span}: still waiting for more answers.`,
    rule: (least) =>
      `A figure needs ${least} answers. “Likely between” is where the true share lies with a confidence of 95 %. A few months alone say little: look at the chart.`,
    chart: (of) => `Run chart: ${of}`,
    participation: 'forms that came back, of those asked',
    points: (there, needed) => `${there} of ${needed} points so far: too few to tell chance from change.`,
    median: 'median',
    shift: (from, to, side) =>
      `Six or more in a row ${side} the median, ${from} to ${to}. Chance does that at times, too: what was different?`,
    few: 'The line changes sides less often than chance would: something may have changed.',
    many: 'The line changes sides more often than chance would: two kinds of months may be mixed.',
    calm: 'It goes up and down as chance does.',
    changes: 'Changes that stayed',
    goals: 'Goals and tests',
    noGoals: 'No goal was set in these months.',
    forWhom: 'For whom',
    byWhen: 'By when',
    test: 'What was tested',
    prediction: 'What was expected',
    sealed: (month) => `written before the results of ${month} came`,
    outcome: 'What came of it',
    decisions: { adopted: 'it stays', adapted: 'adapted', 'let-go': 'let go', 'going-on': 'goes on' },
    notTold: 'not told yet',
    review: 'The review of the quarter',
    noReview: 'The review has not been written down yet.',
  },
  es: {
    title: (quarter, months) => (quarter === null ? months : `Trimestre ${quarter.slice(1)}, ${months}`),
    on: (day) => `Al ${day}`,
    span: (first, last) => (first === last ? first : `${first} a ${last}`),
    heard: 'Ustedes dijeron, nosotros hicimos',
    heardNothing: 'En estos meses no se contó nada a los pacientes.',
    said: 'Ustedes dijeron',
    did: 'Nosotros hicimos',
    asking: 'Cuántas personas participaron',
    month: 'Mes',
    asked: 'Invitadas',
    returned: 'Respondieron',
    share: 'Proporción',
    atRest: 'no se preguntó a nadie',
    noCounts: 'no llegaron los números',
    answers: 'Respuestas',
    likely: 'Probablemente entre',
    range: (low, high) => `${low} y ${high}`,
    results: 'Qué dijeron los pacientes',
    noFigure: (least) =>
      `En estos meses no se completó ninguna cifra. Una cifra necesita ${least} respuestas; los meses se juntan hasta tenerlas.`,
    waits: (span) => `${span}: aún se esperan más respuestas.`,
    rule: (least) =>
      `Una cifra necesita ${least} respuestas. «Probablemente entre» indica dónde está la proporción verdadera con una confianza del 95 %. Unos pocos meses dicen poco: mire la gráfica.`,
    chart: (of) => `Gráfica de corridas: ${of}`,
    participation: 'formularios devueltos, de las personas invitadas',
    points: (there, needed) =>
      `${there} de ${needed} puntos hasta ahora: muy pocos para distinguir el azar de un cambio.`,
    median: 'mediana',
    shift: (from, to, side) =>
      `Seis o más seguidos por ${side === 'above' ? 'encima' : 'debajo'} de la mediana, ${from} a ${to}. A veces también lo hace el azar: ¿qué fue distinto?`,
    few: 'La línea cambia de lado menos veces que por azar: algo puede haber cambiado.',
    many: 'La línea cambia de lado más veces que por azar: puede que se mezclen dos clases de meses.',
    calm: 'Sube y baja como lo hace el azar.',
    changes: 'Cambios que se quedaron',
    goals: 'Metas y pruebas',
    noGoals: 'En estos meses no se fijó ninguna meta.',
    forWhom: 'Para quién',
    byWhen: 'Para cuándo',
    test: 'Qué se probó',
    prediction: 'Qué se esperaba',
    sealed: (month) => `escrito antes de que llegaran los resultados de ${month}`,
    outcome: 'Qué resultó',
    decisions: { adopted: 'se queda', adapted: 'se ajustó', 'let-go': 'se dejó', 'going-on': 'sigue' },
    notTold: 'aún no se ha contado',
    review: 'El repaso del trimestre',
    noReview: 'El repaso aún no se ha escrito.',
  },
};
