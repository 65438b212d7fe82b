// Stands in for the worker: when told to stop it asks whether the servers are still there.
import { connect } from 'node:net';

const [databaseUrl, temporalAddress] = process.argv.slice(2);

const answers = (host, port) =>
  new Promise((resolve) => {
    const socket = connect(Number(port), host);
    socket.once('connect', () => {
      socket.destroy();
      resolve('answered');
    });
    socket.once('error', () => resolve('was gone'));
  });

process.on('SIGTERM', async () => {
  const { hostname, port } = new URL(databaseUrl);
  const postgres = await answers(hostname, port);
  const temporal = await answers(...temporalAddress.split(':'));
  console.log(`last words: postgres ${postgres}, temporal ${temporal}`);
  process.exit(0);
});
console.log('ready');
setInterval(() => undefined, 60_000);
