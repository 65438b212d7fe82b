import encodeQR from 'qr';
import type { Text } from '../../domain/language.ts';
import { groupedCode } from '../../survey/codes.ts';
import { escaped } from '../../report/index.ts';
import { both, printPage } from './print-page.ts';

/** What stands on every card of a sheet. */
export interface SheetOf {
  /** Of the instrument. */
  readonly title: Text;
  /** The clinic, as patients know it. */
  readonly place: string;
  /** Where a code is typed: https://partners.clinic.example/s */
  readonly address: URL;
}

const said: Readonly<Record<'scan' | 'free' | 'private' | 'ask', Text>> = {
  scan: {
    en: 'Scan with your phone, or go to the address and type the code.',
    es: 'Escanee con su teléfono, o vaya a la dirección y escriba el código.',
  },
  free: {
    en: 'You choose if you want to answer. Your care stays the same.',
    es: 'Usted decide si quiere responder. Su atención será la misma.',
  },
  private: {
    en: 'We do not ask who you are. The team sees the answers of many people at once. This card works once.',
    es: 'No preguntamos quién es usted. El equipo ve juntas las respuestas de muchas personas. Esta tarjeta sirve una vez.',
  },
  ask: {
    en: 'Would you like to tell us? Ask for a card. It takes two minutes.',
    es: '¿Quiere contarnos? Pida una tarjeta. Toma dos minutos.',
  },
};

/** Four squares of white around a picture: scanners look for them. */
const BORDER = 4;

/** A picture that phones read, with one stroke for each run of dark squares. */
function qr(address: URL): string {
  const rows = encodeQR(address.href, 'raw', { ecc: 'medium', border: BORDER });
  const runs = rows.flatMap((row, y) =>
    row.flatMap((dark, x) => {
      if (!dark || row[x - 1] === true) return [];
      const end = row.indexOf(false, x);
      return `M${x} ${y}h${(end < 0 ? row.length : end) - x}v1h${x - (end < 0 ? row.length : end)}z`;
    }),
  );
  const size = rows.length;
  return `<svg role="img" aria-label="QR" viewBox="0 0 ${size} ${size}" shape-rendering="crispEdges"><path d="${runs.join('')}"/></svg>`;
}

/** The address as people type it. */
const typed = ({ host, pathname }: URL): string => `${host}${pathname}`;

const style = `
@page { margin: 10mm; }
* { box-sizing: border-box; }
body { margin: 0; color: #000; background: #fff; font: 8.5pt/1.25 system-ui, sans-serif; }
.staff { max-width: 42em; padding: 5mm; break-after: page; font-size: 11pt; }
.sheet { display: grid; grid-template-columns: 1fr 1fr; }
.card { display: grid; grid-template-columns: 26mm 1fr; column-gap: 3mm; align-content: center; min-height: 66mm;
        padding: 2.5mm 4mm; border: 0.2mm dashed #777; break-inside: avoid; }
.card h2 { grid-column: 1 / -1; margin: 0 0 1mm; font-size: 10.5pt; line-height: 1.2; }
.card svg { width: 26mm; height: 26mm; }
p { margin: 0 0 0.7mm; }
[lang="es"] { font-style: italic; }
.code { font: bold 13pt ui-monospace, monospace; white-space: nowrap; }
.poster { display: grid; justify-items: center; align-content: center; min-height: 240mm; text-align: center; font-size: 22pt; }
.poster svg { width: 80mm; height: 80mm; }
`;

const page = (title: string, body: string): string => printPage(title, style, body);

/** A page to print and cut: a card for each code, in both languages, after a page for whoever hands them out. */
export function cardSheet(
  of: SheetOf,
  codes: readonly string[],
  { team, month }: { readonly team: string; readonly month: string },
): string {
  const cards = codes.map((code) => {
    const address = new URL(`${of.address.href}/${code}`);
    return `<div class="card"><h2><span lang="en">${escaped(of.title.en)}</span> · <span lang="es">${escaped(of.title.es)}</span></h2>
<div>${qr(address)}</div>
<div>${both(said.scan)}<p>${escaped(typed(of.address))}</p><p class="code">${groupedCode(code)}</p></div>
<div style="grid-column: 1 / -1"><p><strong>${escaped(of.place)}</strong></p>${both(said.free)}${both(said.private)}</div></div>`;
  });
  return page(
    `Cards for ${team}, ${month}`,
    `<section class="staff"><h1>${codes.length} cards for ${escaped(team)}, ${escaped(month)}</h1>
<p>Offer one to every patient whom this is for, at most once in 90 days, whoever they are and however the visit went.</p>
<p>A card is bound to nobody. Please keep it so: write nothing on it, and do not note who got which.</p>
<p>Count how many you give away: that number, and not how many were printed, is what the monthly counts ask for as “asked”.</p>
<p>The codes stand on these pages and nowhere else. Delete the file when you have printed it. Lost cards: make new ones.</p></section>
<main class="sheet">
${cards.join('\n')}
</main>`,
  );
}

/** A poster without a code: it says that there are cards. */
export const poster = (of: SheetOf): string =>
  page(
    `Poster for ${of.place}`,
    `<main class="poster"><h1>${both(of.title, 'div')}</h1><p>${escaped(of.place)}</p>
${both(said.ask)}
<div>${qr(of.address)}</div><p>${escaped(typed(of.address))}</p></main>`,
  );
