import { describe, expect, it } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import { startTestApp, type Answer } from './kit/app.js';
import { panelSession } from './kit/panel-session.js';
import { ATTEND, LOCK_SELF, SUBMIT, type Json } from './kit/seed.js';
import { useService } from './kit/use-service.js';

const world = useService();

/** Sends something that has to wait for a session's row, which comes free only after something else has happened. */
async function heldUp<T>(send: () => Promise<T>, meanwhile: () => void): Promise<T> {
  const { db } = world.service;
  const holder = db.createQueryRunner();
  await holder.startTransaction();
  await holder.query('select id from session for update');
  const answer = send();
  const waiting = `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
  while ((await db.query<unknown[]>(waiting)).length === 0) await pause(5);
  meanwhile();
  await holder.commitTransaction();
  await holder.release();
  return answer;
}

const stateOf = ({ errors }: Answer<Json>) => errors?.map(({ extensions }) => extensions.state ?? extensions.code);

describe('whoever waits while feedback comes out', () => {
  it('does not hand in again what others have read by then', async () => {
    const { ana, bo, grade, cardsFor, end } = await panelSession(world);
    end();
    await bo.ask(SUBMIT, grade(2));
    world.service.clock.set('2027-04-04T10:59:59.999Z');
    const answer = await heldUp(
      () => world.service.ask<Json>(SUBMIT, grade(4), bo.token),
      () => world.service.clock.pass({ minutes: 1 }),
    );
    expect(stateOf(answer)).toEqual(['SCORECARD_LOCKED']);
    expect((await cardsFor(ana)).scorecards[0].ratings[0].level).toBe(2);
  });

  it('does not lock how they judge themself', async () => {
    const { ana, bo, session, grade, end } = await panelSession(world);
    end();
    await bo.ask(SUBMIT, grade(2));
    world.service.clock.set('2027-04-04T10:59:59.999Z');
    const self = { input: { sessionId: session, ratings: [{ criterionKey: 'requirements', level: 3 }] } };
    const answer = await heldUp(
      () => world.service.ask<Json>(LOCK_SELF, self, ana.token),
      () => world.service.clock.pass({ minutes: 1 }),
    );
    expect(stateOf(answer)).toEqual(['COMPLETED']);
  });

  it('reads the answer as of when it was done', async () => {
    const { bo, session, grade, end } = await panelSession(world, { pair: false });
    end();
    const submit =
      'mutation ($input: ScorecardInput!) { submitScorecard(input: $input) { submittedAt session { status feedbackReleasedAt } } }';
    const { data } = await heldUp(
      () => world.service.ask<Json>(submit, grade(3), bo.token),
      () => world.service.clock.pass({ minutes: 1 }),
    );
    const at = '2027-04-02T11:01:00.000Z';
    expect(data.submitScorecard).toEqual({ submittedAt: at, session: { status: 'COMPLETED', feedbackReleasedAt: at } });
    expect(session).toMatch(/^ses_/);
  });

  it('changes nobody’s presence, not even in a process whose clock is behind', async () => {
    const { ana, bo, session, grade, cardsFor, end } = await panelSession(world, { pair: false });
    const late = await startTestApp(world.service.url);
    try {
      end();
      late.clock.set('2027-04-02T11:00:00Z');
      world.service.clock.pass({ minutes: 1 });
      await bo.ask(SUBMIT, grade(1));
      const absent = { sessionId: session, people: [{ memberId: bo.memberId, attendance: 'NO_SHOW' }] };
      expect(stateOf(await late.ask<Json>(ATTEND, { input: absent }, ana.token))).toEqual(['COMPLETED']);
      expect((await cardsFor(ana)).scorecards).toHaveLength(1);
    } finally {
      await late.close();
    }
  });
});
