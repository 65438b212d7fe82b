export { mailKind } from '../../domain/mail-kind.ts';
