/** The tabs that a new user finds in GraphiQL, in the order of a first visit. */
export const exampleOperations = [
  `# 1. Open an account (or signIn), and paste the token into "Headers" below.
mutation OpenAnAccount {
  signUp(input: { email: "ana@example.org", password: "a long sentence", displayName: "Ana", timeZone: "Europe/Berlin" }) {
    token
    expiresAt
  }
}
`,
  `# 2. Who am I, and in which groups?
query WhoAmI {
  viewer {
    displayName
    timeZone
    memberships {
      role
      group { id name plans { id title } }
    }
  }
}
`,
  `# 3. A group: its people, its plans and what is scheduled.
query OurGroup($groupId: ID!) {
  group(id: $groupId) {
    name
    members { id role person { displayName timeZone } }
    plans { id title bar candidates { id targetDate member { person { displayName } } } }
    sessions(first: 10) {
      nodes { id startsAt status round { title } candidate { member { person { displayName } } } }
    }
  }
}
`,
  `# 4. What does a round grade, and what does each level look like?
query Scorecard($sessionId: ID!) {
  session(id: $sessionId) {
    status
    feedbackDueAt
    round { title criteria { key title anchors { level behavior } } }
    scorecards { author { person { displayName } } recommendation ratings { level evidence criterion { title } } }
  }
}
`,
  `# 5. Am I ready?
query AmIReady($planId: ID!) {
  plan(id: $planId) {
    viewerCandidate {
      readiness {
        level
        explanation
        rounds { round { title } level rawMean evidenceCount interviewerCount explanation }
        missingEvidence { round { title } scorecards interviewers }
      }
    }
  }
}
`,
];
