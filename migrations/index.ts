import { People0000000000001 } from './0001-people.js';
import { Groups0000000000002 } from './0002-groups.js';
import { Guides0000000000003 } from './0003-guides.js';
import { Plans0000000000004 } from './0004-plans.js';
import { Sessions0000000000005 } from './0005-sessions.js';
import { Feedback0000000000006 } from './0006-feedback.js';
import { Amendments0000000000007 } from './0007-amendments.js';
import { SelfAssessments0000000000008 } from './0008-self-assessments.js';
import { SessionLooks0000000000009 } from './0009-session-looks.js';
import { LatePresence0000000000010 } from './0010-late-presence.js';
import { FormerChoices0000000000011 } from './0011-former-choices.js';
import { Accounts0000000000012 } from './0012-accounts.js';
import { Attendance0000000000013 } from './0013-attendance.js';
import { Zones0000000000014 } from './0014-zones.js';
import { HistoryFacts0000000000015 } from './0015-history-facts.js';
import { Archiving0000000000016 } from './0016-archiving.js';
import { SessionTerms0000000000017 } from './0017-session-terms.js';
import { Editions0000000000018 } from './0018-editions.js';
import { Revisions0000000000019 } from './0019-revisions.js';
import { Availability0000000000020 } from './0020-availability.js';
import { Proposals0000000000021 } from './0021-proposals.js';
import { Exchanges0000000000022 } from './0022-exchanges.js';
import { Swaps0000000000023 } from './0023-swaps.js';
import { Questions0000000000024 } from './0024-questions.js';
import { KitOpenings0000000000025 } from './0025-kit-openings.js';
import { ExposuresBySession0000000000026 } from './0026-exposures-by-session.js';
import { UndecidedSessions0000000000027 } from './0027-undecided-sessions.js';
import { DaysOfProposals0000000000028 } from './0028-days-of-proposals.js';
import { EndedExchanges0000000000029 } from './0029-ended-exchanges.js';

/** In the order in which they run. A new one is added at the end; one that has shipped is never edited. */
export const migrations = [
  People0000000000001,
  Groups0000000000002,
  Guides0000000000003,
  Plans0000000000004,
  Sessions0000000000005,
  Feedback0000000000006,
  Amendments0000000000007,
  SelfAssessments0000000000008,
  SessionLooks0000000000009,
  LatePresence0000000000010,
  FormerChoices0000000000011,
  Accounts0000000000012,
  Attendance0000000000013,
  Zones0000000000014,
  HistoryFacts0000000000015,
  Archiving0000000000016,
  SessionTerms0000000000017,
  Editions0000000000018,
  Revisions0000000000019,
  Availability0000000000020,
  Proposals0000000000021,
  Exchanges0000000000022,
  Swaps0000000000023,
  Questions0000000000024,
  KitOpenings0000000000025,
  ExposuresBySession0000000000026,
  UndecidedSessions0000000000027,
  DaysOfProposals0000000000028,
  EndedExchanges0000000000029,
];
