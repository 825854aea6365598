export enum RoundKind {
  RECRUITER_SCREEN = 'RECRUITER_SCREEN',
  PHONE_SCREEN = 'PHONE_SCREEN',
  CODING = 'CODING',
  SYSTEM_DESIGN = 'SYSTEM_DESIGN',
  DOMAIN = 'DOMAIN',
  BEHAVIORAL = 'BEHAVIORAL',
  HIRING_MANAGER = 'HIRING_MANAGER',
  OTHER = 'OTHER',
}

export enum TopicDepth {
  CORE = 'CORE',
  ADVANCED = 'ADVANCED',
}

export enum SkillNeed {
  MUST_HAVE = 'MUST_HAVE',
  NICE_TO_HAVE = 'NICE_TO_HAVE',
  SOFT = 'SOFT',
}

export enum GuideNoteKind {
  TIP = 'TIP',
  CULTURE = 'CULTURE',
  FAQ = 'FAQ',
  ROLE = 'ROLE',
}

export enum Difficulty {
  EASY = 'EASY',
  MEDIUM = 'MEDIUM',
  HARD = 'HARD',
}

interface Keyed {
  key: string;
  title: string;
}

export interface CriterionDocument extends Keyed {
  competency: string;
  weight: number;
  /** Observable behaviour for the levels 1, 2, 3 and 4. */
  anchors: [string, string, string, string];
}

export interface RoundDocument extends Keyed {
  kind: RoundKind;
  minutes: number;
  panelSize: number;
  targetSessions: number;
  weight: number;
  pacing: { from: number; to: number };
  summary: string;
  areas: string[];
  topics?: string[];
  criteria: CriterionDocument[];
}

export interface QuestionDocument extends Keyed {
  topic: string;
  kinds: RoundKind[];
  difficulty: Difficulty;
  family?: string;
  prompt: string;
  hints: string[];
  lookFor: string[];
}

/** A guide as it is written: the shape that `guide-document.schema.json` publishes. */
export interface GuideDocument {
  format: 'mockloop-guide/1';
  key: string;
  company: string;
  role: string;
  summary: string;
  difficulty: string;
  processWeeks: { min: number; max: number };
  /** How far below the bar one round may be without failing the loop; 0.5 when it is left out. */
  grace?: number;
  competencies: (Keyed & { summary: string })[];
  areas: (Keyed & { summary: string; strongPerformance: string })[];
  topics: (Keyed & { area: string; summary: string; depth: TopicDepth })[];
  tracks: (Keyed & { summary: string; emphasis: { topic: string; weight: number }[] })[];
  stages: (Keyed & { rounds: RoundDocument[] })[];
  skills: (Keyed & { need: SkillNeed })[];
  notes: { kind: GuideNoteKind; title: string; body: string; rounds: string[] }[];
  questions: QuestionDocument[];
}
