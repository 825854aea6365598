import { Agent, request } from 'node:http';
import { performance } from 'node:perf_hooks';
import { parentPort, workerData } from 'node:worker_threads';

/**
 * Sends one body at a steady rate. It runs in a thread of its own, so that its work does not count as the service's work. When it is told to
 * stop, it reports how many answers came back per second.
 */
const { url, body, perSecond } = workerData as { url: string; body: string; perSecond: number };
const agent = new Agent({ keepAlive: true, maxSockets: 200 });
const options = { method: 'POST', agent, headers: { 'content-type': 'application/json' } };

let answered = 0;
let sent = 0;
const begun = performance.now();
const seconds = () => (performance.now() - begun) / 1_000;

const timer = setInterval(() => {
  for (; sent < seconds() * perSecond; sent += 1) {
    const one = request(`${url}/graphql`, options, (answer) => answer.resume().once('end', () => (answered += 1)));
    one.once('error', () => undefined).end(body);
  }
}, 1);

parentPort!.once('message', () => {
  clearInterval(timer);
  parentPort!.postMessage(answered / seconds());
  agent.destroy();
});
