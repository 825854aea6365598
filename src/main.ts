import 'reflect-metadata';
import { ConfigError, readConfig } from './config.js';
import { startService, type Service } from './service.js';

/** Runs until it is told to stop; then finishes what runs and exits 0. npm and a terminal may both pass a signal on. */
function stopOnSignal(service: Service): void {
  const stop = () =>
    void service.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(error);
        process.exit(1);
      },
    );
  process.on('SIGTERM', stop).on('SIGINT', stop);
}

try {
  const service = await startService(readConfig(process.env));
  stopOnSignal(service);
  console.log(`Mockloop is ready at ${service.url}/graphql`);
} catch (error) {
  console.error(error instanceof ConfigError ? error.message : error);
  process.exit(1);
}
