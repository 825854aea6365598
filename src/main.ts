import 'reflect-metadata';
import { readConfig } from './server/config.js';
import { startFailure, startService, type Service } from './server/service.js';

/** On a signal, or once the start is complete: finishes running requests, and exits 0. npm and a terminal may both pass a signal on. */
function stopOnSignal(starting: Promise<Service>): void {
  const stop = () =>
    void starting
      .then((service) => service.stop())
      .then(
        () => process.exit(0),
        () => process.exit(1),
      );
  process.on('SIGTERM', stop).on('SIGINT', stop);
}

try {
  const starting = startService(readConfig(process.env));
  stopOnSignal(starting);
  console.log(`Mockloop is ready at ${(await starting).url}/graphql`);
} catch (error) {
  console.error(startFailure(error));
  process.exit(1);
}
