import type { RequestState } from '../common/request-state.js';
import { spokenSpan } from '../common/time.js';
import { groupOf, isOrganizer, memberOf, nameOf, viewerMember } from '../groups/groups.state.js';
import type { Member } from '../groups/member.entity.js';
import type { RoundKind } from '../guides/guide-document.js';
import { roundOf } from '../guides/guides.state.js';
import type { LoopRound } from '../plans/loop-round.entity.js';
import type { Session } from '../sessions/session.entity.js';
import { AssignmentRole } from '../sessions/session.rules.js';
import { sessionOf, titleOf } from '../sessions/sessions.state.js';
import type { RemedyFound, RemedyKind } from '../availability/remedies.rules.js';
import type { BlockFound } from './blocks.rules.js';
import { withoutSecrets, shownRemedy, type RemedyReader } from '../availability/shown-remedies.rules.js';
import type { ExchangeSearch } from './exchange-slots.state.js';
import type { SlotFound } from './slots.rules.js';
import type { SlotSearch } from './slots.state.js';

export interface SeatView {
  groupId: string;
  memberId: string;
  role: AssignmentRole;
}

export interface SlotView {
  startsAt: Date;
  endsAt: Date;
  panel: SeatView[];
}

export interface BlockView extends BlockFound {
  loopRound: LoopRound;
}

export interface RemedyView {
  groupId: string;
  kind: RemedyKind;
  choice: number;
  memberId: string | null;
  roundKind: RoundKind | null;
  window: { startsAt: Date; endsAt: Date } | null;
  limit: number | null;
  sessionId: string | null;
  date: string | null;
  text: string;
}

/** The seats of a panel, the lead first. */
export const seatsFor = (groupId: string, panel: readonly string[]): SeatView[] =>
  panel.map((memberId, n) => ({
    groupId,
    memberId,
    role: n === 0 ? AssignmentRole.LEAD : AssignmentRole.CO_INTERVIEWER,
  }));

const slotView = (groupId: string, { startsAt, endsAt, panel }: SlotFound): SlotView => ({
  startsAt: new Date(startsAt),
  endsAt: new Date(endsAt),
  panel: seatsFor(groupId, panel),
});

export const slotViews = ({ loopRound: { groupId }, slots }: SlotSearch): SlotView[] =>
  slots.map((slot) => slotView(groupId, slot));

export interface ExchangeSlotView {
  startsAt: Date;
  endsAt: Date;
  first: SlotView;
  second: SlotView;
}

export const exchangeSlotViews = ({ loopRound: { groupId }, exchanges }: ExchangeSearch): ExchangeSlotView[] =>
  exchanges.map((exchange) => {
    const [first, second] = [slotView(groupId, exchange.first), slotView(groupId, exchange.second)];
    return { startsAt: first.startsAt, endsAt: second.endsAt, first, second };
  });

export const blockView = ({ loopRound, block }: SlotSearch | ExchangeSearch): BlockView | null =>
  block && { ...block, loopRound };

export const membersOfBlock = (state: RequestState, { loopRound: { groupId }, memberIds }: BlockView): Member[] =>
  memberIds.map((id) => memberOf(state, { groupId, id })!);

/** The remedies as data, each with its sentence. */
export function remediesOf(state: RequestState, { loopRound, choices }: BlockView): RemedyView[] {
  const { groupId } = loopRound;
  const mayKnowDebtsOf = (memberId: string | null) =>
    viewerMember(state, groupId)?.id === memberId || isOrganizer(state, groupId);
  const roundFor = ({ roundId = loopRound.roundId }: RemedyFound) => roundOf(state, { groupId, id: roundId })!;
  return choices.flatMap((remedies, n) =>
    withoutSecrets(remedies, mayKnowDebtsOf).map((remedy) => ({
      ...shownRemedy(remedy, readerOf(state, groupId, roundFor(remedy))),
      groupId,
      choice: n + 1,
      memberId: remedy.memberId,
      sessionId: remedy.sessionId ?? null,
    })),
  );
}

function readerOf(state: RequestState, groupId: string, round: RemedyReader['round']): RemedyReader {
  const { timeZone } = state.viewer ?? groupOf(state, groupId);
  return {
    nameOf: (id) => nameOf(state, { groupId, id }),
    round,
    spoken: (from, until) => spokenSpan(from, until, timeZone),
    sessionOf: (id) => {
      const session = sessionOf(state, { groupId, id });
      return session ? titleOf(state, session, timeZone) : null;
    },
  };
}

/** The session that a remedy is about. */
export const sessionOfRemedy = (
  state: RequestState,
  { groupId, sessionId }: Pick<RemedyView, 'groupId' | 'sessionId'>,
): Session | null => (sessionId === null ? null : sessionOf(state, { groupId, id: sessionId })!);
