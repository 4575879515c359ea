// The workload of the engine's bench, for peers that run on Node: orchestrations of five steps in sequence, so many at once.
export const steps = 5;

const warmUpSeconds = 3;
const measuredSeconds = 8;

/** Runs `one` so many at once for a while, for each of `concurrencies`, and prints a line of JSON about each. */
export async function measure(concurrencies, one, orchestrationsEach = 1) {
  let number = 0;
  for (const concurrency of concurrencies) {
    const run = async seconds => {
      const started = performance.now();
      const until = started + seconds * 1000;
      let finished = 0;
      await Promise.all(Array.from({ length: concurrency }, async () => {
        while (performance.now() < until) {
          await one(number++, concurrency);
          finished++;
        }
      }));
      return finished * orchestrationsEach * steps / ((performance.now() - started) / 1000);
    };
    await run(warmUpSeconds);
    console.log(JSON.stringify({ concurrency, rate: await run(measuredSeconds) }));
  }
}
