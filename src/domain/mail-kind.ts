/** The kind of a message in plain words: `overdue` is the engine's word for a mail that offers help. */
export function mailKind(kind: string): string {
  const [name = kind] = kind.split('.');
  const words: Readonly<Record<string, string>> = {
    assigned: 'new task',
    reminder: 'reminder',
    overdue: 'offer of help',
    escalation: 'request to help',
    checkin: 'check-in',
    nudge: 'word from a colleague',
    handover: 'handover',
    takeover: 'note that somebody takes it over',
    invitation: 'invitation',
    notice: 'notice',
  };
  return words[name] ?? kind;
}
