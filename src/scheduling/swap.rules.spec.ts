import { expiresAt, swapProblems, swapStatus, type SeatFacts } from './swap.rules.js';

const early = new Date('2027-03-10T17:00:00Z');
const late = new Date('2027-03-11T17:00:00Z');
const now = new Date('2027-03-01T09:00:00Z');
const open = { status: 'OPEN' as const, giveStartsAt: late, takeStartsAt: early };
const seatsLeft = { hasGive: true, hasTake: true };

describe('a swap', () => {
  it('is open until the earlier of its sessions starts', () => {
    expect(expiresAt(open)).toEqual(early);
    expect(expiresAt({ ...open, takeStartsAt: null })).toEqual(late);
    expect(swapStatus(open, seatsLeft, now)).toBe('OPEN');
    expect(swapStatus(open, seatsLeft, early)).toBe('EXPIRED');
  });

  it('expires when a seat or a session that it names is gone', () => {
    for (const gone of ['hasGive', 'hasTake'] as const)
      expect(swapStatus(open, { ...seatsLeft, [gone]: false }, now)).toBe('EXPIRED');
  });

  it('keeps its final status, whatever happens later', () => {
    for (const status of ['ACCEPTED', 'DECLINED', 'WITHDRAWN', 'EXPIRED'] as const)
      expect(swapStatus({ ...open, status }, { ...seatsLeft, hasGive: false }, late)).toBe(status);
  });

  const give: SeatFacts = { memberId: 'bo', sessionId: 'one', participants: ['ana', 'bo'] };
  const take: SeatFacts = { memberId: 'cy', sessionId: 'two', participants: ['dee', 'cy'] };

  it('is between two members, neither of whom sits in both sessions', () => {
    expect(swapProblems({ give, take, coverId: null })).toEqual([]);
    const wrong: [SeatFacts, string | null][] = [
      [{ ...take, sessionId: 'one' }, null],
      [{ ...take, memberId: 'bo' }, null],
      [{ ...take, memberId: 'ana' }, null],
      [{ ...take, participants: ['bo', 'cy'] }, null],
      [take, 'dee'],
    ];
    const paths = wrong.map(([seat, coverId]) => swapProblems({ give, take: seat, coverId }).map(({ path }) => path));
    const wanted = ['takeAssignmentId', 'takeAssignmentId', 'takeAssignmentId', 'takeAssignmentId', 'askedOfMemberId'];
    expect(paths).toEqual(wanted.map((path) => [path]));
  });

  it('that asks for cover names a member who does not take part, or nobody', () => {
    expect(swapProblems({ give, take: null, coverId: null })).toEqual([]);
    expect(swapProblems({ give, take: null, coverId: 'cy' })).toEqual([]);
    for (const coverId of ['ana', 'bo'])
      expect(swapProblems({ give, take: null, coverId }).map(({ path }) => path)).toEqual(['askedOfMemberId']);
  });
});
