// node openworkflow.mjs POSTGRES_URL CONCURRENCY...
import { OpenWorkflow } from 'openworkflow';
import { BackendPostgres } from 'openworkflow/postgres';
import { measure, steps } from './measure.mjs';

const [url, ...concurrencies] = process.argv.slice(2);
const backend = await BackendPostgres.connect(url);
const client = new OpenWorkflow({ backend });
const finished = new Map();
const fiveSteps = client.defineWorkflow({ name: 'five-steps' }, async ({ input, step }) => {
  let value = 0;
  for (let i = 0; i < steps; i++) {
    const before = value;
    value = await step.run({ name: `step-${i}` }, async () => before + 1);
  }
  finished.get(input.number)(value);
  finished.delete(input.number);
  return value;
});

for (const concurrency of concurrencies.map(Number)) {
  const worker = client.newWorker({ concurrency });
  await worker.start();
  // Its workers poll: with twice as many queued as run at once, none of them ever waits for its next poll.
  await measure([concurrency], async (number, current) => {
    await Promise.all([0, 1].map(async half => {
      const id = `${current}-${number}-${half}`;
      const end = new Promise(resolve => finished.set(id, resolve));
      await fiveSteps.run({ number: id });
      if (await end !== steps) throw new Error('a workflow came to something else');
    }));
  }, 2);
  await worker.stop();
}
await backend.stop();
process.exit(0);
