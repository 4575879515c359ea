// node restate.mjs INGRESS_URL ADMIN_URL PORT CONCURRENCY...
import http from 'node:http';
import { measure, steps } from './measure.mjs';

// Read when the SDK is loaded: a line for every invocation would be measured too.
process.env.RESTATE_LOGGING = 'ERROR';
const { serve, service } = await import('@restatedev/restate-sdk');

// The SDK calls it, Node before 22 lacks it.
Promise.withResolvers ??= () => {
  const parts = {};
  parts.promise = new Promise((resolve, reject) => Object.assign(parts, { resolve, reject }));
  return parts;
};

const [ingress, admin, port, ...concurrencies] = process.argv.slice(2);
const bench = service({
  name: 'bench',
  handlers: {
    fiveSteps: async ctx => {
      let value = 0;
      for (let i = 0; i < steps; i++) {
        const before = value;
        value = await ctx.run('step', () => before + 1);
      }
      return value;
    },
  },
});
await serve({ services: [bench], port: Number(port) });

const agent = new http.Agent({ keepAlive: true, maxSockets: Infinity });
const post = (url, body) => new Promise((resolve, reject) => {
  const request = http.request(url, { method: 'POST', agent, headers: { 'content-type': 'application/json' } }, response => {
    let text = '';
    response.setEncoding('utf8');
    response.on('data', part => text += part);
    response.on('end', () => response.statusCode < 300 ? resolve(text) : reject(new Error(`${url}: ${response.statusCode} ${text}`)));
  });
  request.on('error', reject);
  request.end(body);
});

await post(`${admin}/deployments`, JSON.stringify({ uri: `http://127.0.0.1:${port}` }));
await measure(concurrencies.map(Number), async () => {
  if (JSON.parse(await post(`${ingress}/bench/fiveSteps`, 'null')) !== steps) throw new Error('a workflow came to something else');
});
process.exit(0);
