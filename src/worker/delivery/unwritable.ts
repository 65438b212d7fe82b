/** A message that cannot be written: somebody is missing, not the database. It fails visibly and is not tried again. */
export class UnwritableMessage extends Error {}
