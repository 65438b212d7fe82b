// The catcher as a process of its own: `main.ts DIR SMTP_PORT HTTP_PORT`.
import { startCatcher } from './catcher.ts';

const [dir, smtpPort, httpPort] = process.argv.slice(2);
if (dir === undefined || smtpPort === undefined || httpPort === undefined) {
  throw new Error('usage: main.ts DIR SMTP_PORT HTTP_PORT');
}
const catcher = await startCatcher({ dir, smtpPort: Number(smtpPort), httpPort: Number(httpPort) });
process.once('SIGTERM', () => void catcher.stop());
