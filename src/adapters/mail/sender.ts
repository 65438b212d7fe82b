/** `Partners <partners@clinic.example>`, or the address alone. */
export function sender(from: string): { name: string; address: string } {
  const named = /^(.*)<([^<>]+)>$/.exec(from);
  return named === null
    ? { name: 'milepost', address: from.trim() }
    : { name: named[1]?.trim() ?? '', address: named[2] ?? '' };
}
