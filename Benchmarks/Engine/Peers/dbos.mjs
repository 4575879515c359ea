// node dbos.mjs POSTGRES_URL CONCURRENCY...
import { DBOS } from '@dbos-inc/dbos-sdk';
import { measure, steps } from './measure.mjs';

const [url, ...concurrencies] = process.argv.slice(2);
const fiveSteps = DBOS.registerWorkflow(
  async () => {
    let value = 0;
    for (let i = 0; i < steps; i++) {
      const before = value;
      value = await DBOS.runStep(async () => before + 1, { name: 'step' });
    }
    return value;
  },
  { name: 'fiveSteps' });

DBOS.setConfig({ name: 'bench', systemDatabaseUrl: url, systemDatabasePoolSize: 50, logLevel: 'error' });
await DBOS.launch();
await measure(concurrencies.map(Number), async () => {
  if (await fiveSteps() !== steps) throw new Error('a workflow came to something else');
});
await DBOS.shutdown();
process.exit(0);
