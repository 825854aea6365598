import { counted } from '../src/common/text.js';
import { setTimeout as pause } from 'node:timers/promises';
import type { Ask, Json, Peer } from './client.js';

/** Evenings and weekends of people in four zones, each in their own local time. */
const hours: Record<string, [days: string[], start: string, end: string][]> = {
  Ana: [
    [['MONDAY', 'TUESDAY', 'THURSDAY'], '17:00', '22:00'],
    [['SATURDAY', 'SUNDAY'], '10:00', '20:00'],
  ],
  Ben: [
    [['MONDAY', 'WEDNESDAY', 'FRIDAY'], '11:00', '15:00'],
    [['SATURDAY', 'SUNDAY'], '07:00', '14:00'],
  ],
  Chika: [
    [['TUESDAY', 'THURSDAY'], '20:00', '24:00'],
    [['SATURDAY', 'SUNDAY'], '14:00', '23:00'],
  ],
  Dev: [[['MONDAY', 'TUESDAY', 'THURSDAY', 'SATURDAY', 'SUNDAY'], '18:00', '23:00']],
};

interface Telling {
  peers: readonly Peer[];
  candidates: ReadonlyMap<string, Json>;
  planId: string;
  say: (line: string) => void;
}

/** Shows how members state hours, find a slot, read why none was found, and publish a schedule with proven bounds. */
export async function scheduleTheRest(ask: Ask, { peers, candidates, planId, say }: Telling): Promise<void> {
  const [ana, , , dev] = peers as [Peer, Peer, Peer, Peer];
  for (const peer of peers.filter((each) => each !== dev)) await stateHours(ask, peer);
  say('Ana, Ben and Chika state their hours, each in their own time zone.');
  const next = candidates.get(dev.name).loop.at(-2);
  const search = async () => (await ask(SLOTS, { id: next.id }, dev.token)).node.slots;
  const { block } = await search();
  say(`Dev looks for a slot for "${next.round.title}". There is none: ${block.reason}. What would help:`);
  for (const { text } of block.remedies.filter(({ choice }: Json) => choice === 1)) say(`  ${text}`);
  await stateHours(ask, dev);
  const [slot] = (await search()).slots;
  const [{ member }] = slot.panel;
  say(`Dev states hours, and the best slot is on ${spoken(slot.startsAt)}, with ${member.person.displayName}.`);

  const { proposeSchedule } = await ask(PROPOSE, { input: { planId } }, ana.token);
  const proposal = await solved(ask, proposeSchedule.id, ana);
  const { quality, sessions, unplaced } = proposal;
  say(
    `Ana, an organizer, asks for a schedule of the rest. It has ${quality.placed} sessions, and no schedule can have more than ${quality.placedBound}.`,
  );
  say(
    `  The loads differ by ${counted(quality.loadSpread, 'interview')} (best possible: ${quality.loadSpreadBound}), interviewers meet a candidate again ${counted(quality.repeatedPairs, 'time')} (best possible: ${quality.repeatedPairsBound})${exchanged(quality.exchanges)}.`,
  );
  for (const { startsAt, loopRound, panel } of sessions.slice(0, 3))
    say(
      `  ${spoken(startsAt)}: ${loopRound.round.title} for ${loopRound.candidate.member.person.displayName}, with ${panel.map((seat: Json) => seat.member.person.displayName).join(' and ')}`,
    );
  for (const { loopRound, block: why } of unplaced.slice(0, 2))
    say(
      `  No place for ${loopRound.round.title} of ${loopRound.candidate.member.person.displayName}: ${why.reason}. ${why.remedies[0]?.text ?? ''}`,
    );
  const { publishProposal } = await ask(PUBLISH, { id: proposeSchedule.id }, ana.token);
  say(`She publishes it, and all of its sessions are booked: ${publishProposal.status}.`);
  await prepareQuestions(ask, peers, publishProposal.sessions[0].session, say);
}

/** The interviewer composes questions and opens the kit. The candidate learns only that the kit exists. */
async function prepareQuestions(
  ask: Ask,
  peers: readonly Peer[],
  { id, round, candidate, panel }: Json,
  say: Telling['say'],
): Promise<void> {
  const peerOf = ({ member }: Json): Peer => peers.find(({ memberId }) => memberId === member.id)!;
  const [lead, asked] = [peerOf(panel[0]), peerOf(candidate)];
  const { composeQuestionSet } = await ask(COMPOSE, { input: { sessionId: id } }, lead.token);
  const { items } = composeQuestionSet.questionSet;
  const titles = items.map(({ question }: Json) => `"${question.title}"`).join(', ');
  say(
    `${lead.name} gets questions for ${asked.name}'s "${round.title}": ${titles}. The reason for the first: "${items[0].reason}"`,
  );
  const { openKit } = await ask(OPEN_KIT, { id }, lead.token);
  const [{ question }] = openKit.questionSet.items;
  say(`  ${lead.name} opens the kit, which is recorded. The first prompt: "${question.prompt.slice(0, 60)} ..."`);
  const { session } = await ask(KIT, { id }, asked.token);
  say(`  ${asked.name} sees: ${session.kitStatus}, until the feedback is out.`);
}

const exchanged = (times: number) =>
  times === 0 ? '' : `, and two people interview each other back to back ${times === 1 ? 'once' : `${times} times`}`;

const spoken = (instant: string) => `${instant.slice(0, 10)} at ${instant.slice(11, 16)} UTC`;

async function stateHours(ask: Ask, { name, memberId, token }: Peer): Promise<void> {
  const weekly = hours[name]!.flatMap(([days, start, end]) => days.map((day) => ({ day, start, end })));
  await ask(HOURS, { input: { memberId, weekly, exceptions: [] } }, token);
}

async function solved(ask: Ask, id: string, { token }: Peer): Promise<Json> {
  for (;;) {
    const { node } = await ask(PROPOSAL, { id }, token);
    if (node.status !== 'SOLVING') return node;
    await pause(100);
  }
}

const HOURS = 'mutation ($input: SetAvailabilityInput!) { setAvailability(input: $input) { id } }';
const SLOTS = `query ($id: ID!) { node(id: $id) { ... on LoopRound { slots(first: 1) {
  slots { startsAt panel { member { person { displayName } } } } block { reason remedies { choice text } } } } } }`;
const PROPOSE = 'mutation ($input: ProposeScheduleInput!) { proposeSchedule(input: $input) { id } }';
const PROPOSAL = `query ($id: ID!) { node(id: $id) { ... on ScheduleProposal { status
  quality { placed placedBound exchanges loadSpread loadSpreadBound repeatedPairs repeatedPairsBound }
  sessions { startsAt loopRound { round { title } candidate { member { person { displayName } } } } panel { member { person { displayName } } } }
  unplaced { loopRound { round { title } candidate { member { person { displayName } } } } block { reason remedies { text } } } } } }`;
const PUBLISH = `mutation ($id: ID!) { publishProposal(proposalId: $id) { status sessions { session { id
  round { title } candidate { member { id } } panel { member { id } } } } } }`;
const COMPOSE = `mutation ($input: ComposeQuestionSetInput!) { composeQuestionSet(input: $input) {
  questionSet { items { question { title prompt } reason } } } }`;
const OPEN_KIT =
  'mutation ($id: ID!) { openKit(sessionId: $id) { questionSet { items { question { prompt hints } } } } }';
const KIT = 'query ($id: ID!) { session(id: $id) { kitStatus questionSet { items { question { title } } } } }';
