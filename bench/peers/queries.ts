/** The queries of the benchmark. They use the field names of the schema, so that the answers of the peers can be compared. */
export const TREE = `query Tree($id: ID!) { plan(id: $id) { candidates { id member { id person { displayName } }
  loop { id windowStart windowEnd round { id title } sessions { id startsAt endsAt status
    panel { role member { id person { displayName } } }
    scorecards { id recommendation author { id } ratings { level criterion { key title } } }
  } }
} } }`;

export const BOARD = `query Board($id: ID!) { plan(id: $id) { readinessBoard { rounds { id title } rows {
  candidate { id member { id person { displayName } } } level probability nextBest { round { id title } gain }
  cells { level estimate evidenceCount explanation }
} } } }`;

export const READINESS = `query Readiness($id: ID!) { candidate(id: $id) { readiness { level probability explanation
  weakestRound { title } nextBest { round { title } gain topics { title } } rounds { round { title } level estimate explanation }
} } }`;

export const MINE = `query Mine { viewer { displayName sessions(first: 20, from: "2000-01-01T00:00:00Z") { totalCount nodes { id startsAt endsAt status
  round { title } candidate { member { person { displayName } } } panel { role member { person { displayName } } } } } } }`;
