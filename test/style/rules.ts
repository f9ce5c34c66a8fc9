import type { Text, Title } from './texts.ts';

export interface Finding {
  /** Offset in the checked text. */
  at: number;
  found: string;
  rule: string;
  instead: string;
}

interface Word {
  rule: string;
  pattern: RegExp;
  instead: string;
}

/** A sentence begins with the text, after the end of another one, with a paragraph or with a list item. */
const START = String.raw`(?<=^[\s"'(*_-]*|[.!?:;]["')*_]*\s+|\n\s*\n\s*|\n\s*(?:[-*]|\d+\.) +|\| *)`;

const SUBJECTS: Word[] = [
  {
    rule: 'subject',
    pattern: new RegExp(
      `${START}(?:What|Whatever|Whoever|Whomever|Who|Whose|Whom|To whom|For whom|That which)\\b`,
      'g',
    ),
    instead: 'name the thing: "the default", "the caller", "the rows that …"',
  },
  {
    rule: 'fragment',
    pattern: /^\s*"*\s*(?:Which(?: ones?)?|Whose|To where|From where|Where|When|How|How many|How much)\.?\s*"*\s*$/g,
    instead: 'say which values exist, the unit, and when it is null',
  },
];

/** Words of a private language that this repository used to have, with the standard words for them. */
const WORDS: Word[] = [
  { rule: 'word', pattern: /\bwh(?:o|om)ever\b/gi, instead: 'the caller, the owner, any client that …' },
  { rule: 'word', pattern: /\b(?:no|some)body\b/gi, instead: 'no caller, no client, a customer, …' },
  { rule: 'word', pattern: /\bwhere there (?:is|are|was|were) (?:none|no)\b/gi, instead: 'if no … matches' },
  { rule: 'word', pattern: /\bthat which\b/gi, instead: 'the row that, the value that' },
  {
    rule: 'word',
    pattern: /\b(?:is|are|was|were) (?:no problem|no matter of)\b/gi,
    instead: 'fails, is retried, is ignored',
  },
  { rule: 'word', pattern: /\bfor ever\b/gi, instead: 'without limit, deadlocks, never ends' },
  { rule: 'verb', pattern: /\b(?:answers|answered|answering)\b/gi, instead: 'returns, responds with' },
  { rule: 'verb', pattern: /\b(?:tells|telling|told)\b/gi, instead: 'returns, reports, notifies, distinguishes' },
  { rule: 'verb', pattern: /\b(?:says|saying|said)\b/gi, instead: 'states, contains, reports, declares' },
  { rule: 'verb', pattern: /\b(?:asks|asked|asking)\b/gi, instead: 'requests, queries, requires' },
  { rule: 'verb', pattern: /\b(?:keeps|kept|keeping)\b/gi, instead: 'stores, retains, leaves unchanged, prevents' },
  { rule: 'verb', pattern: /\b(?:stands|stood|standing)\b/gi, instead: 'is, is stored, is listed, remains' },
];

/** Metaphors of that language: a room is a module, a face a schema file, a floor a layer, a hand a handler. */
const METAPHORS: Word[] = [
  {
    rule: 'metaphor',
    pattern: /(?<!\b(?:make|makes|made|leave|leaves|left) )\brooms?\b(?! (?:for|to)\b)/gi,
    instead: 'module, folder',
  },
  { rule: 'metaphor', pattern: /(?<!\b(?:font|type)[- ])\bfaces?\b/gi, instead: 'schema file, typeface' },
  { rule: 'metaphor', pattern: /\bfloors\b|\bfloors? (?:below|above)\b/gi, instead: 'layer' },
  {
    rule: 'metaphor',
    pattern: /(?<!\bchange |\bchanges |\bchanged )\bhands\b(?! (?:in|out|over|on|it|them|the|a|an|back|down)\b)/gi,
    instead: 'job handlers',
  },
  { rule: 'metaphor', pattern: /\bhouses?\b(?! (?:number|name)s?\b)/gi, instead: 'code base, project' },
  { rule: 'metaphor', pattern: /\bnouns?\b/gi, instead: 'module' },
];

const SPELLING: Word[] = [
  { rule: 'spelling', pattern: /catalogue/gi, instead: 'catalog' },
  { rule: 'spelling', pattern: /colour/gi, instead: 'color' },
  { rule: 'spelling', pattern: /cancell(?:ed|ing)/gi, instead: 'canceled, canceling' },
];

/** A line may end wherever a pattern has a space. */
const acrossLines = (pattern: RegExp) => new RegExp(pattern.source.replaceAll(/ (?![*+?])/g, '\\s+'), pattern.flags);

function apply(words: Word[], text: string): Finding[] {
  return words.flatMap(({ rule, pattern, instead }) =>
    [...text.matchAll(acrossLines(pattern))].map((match) => ({
      at: match.index + match[0].search(/\S/),
      found: match[0].trim().replace(/\s+/g, ' '),
      rule,
      instead,
    })),
  );
}

/** A question may begin with "What" or "Who". */
const isQuestion = (text: string, at: number) => /^[^.!?]*\?/.test(text.slice(at));

const DOCUMENT =
  /\b(?:DESIGN|BILLING|ASSURANCE|PERFORMANCE|STYLE|ANCHORS|PLATFORM|PAYMENTS|TAX)\.md\b|\b[\w.-]+\.md\b/g;
const BARE_DOCUMENT =
  /\b(?:DESIGN|ASSURANCE|ANCHORS)\b(?!\.md)|\b(?:see|of|in|by|to) (?:BILLING|PERFORMANCE|STYLE|PLATFORM|TAX|PAYMENTS)\b(?!\.md)(?![\w-])/g;

/** References to documents that are not files of the repository. */
function references(text: string, isFile: (name: string) => boolean): Finding[] {
  const instead = 'describe it here, or cite a file of the repository';
  const named = [...text.matchAll(DOCUMENT)].filter(([name]) => !isFile(name));
  return [...named, ...text.matchAll(BARE_DOCUMENT)].map((match) => ({
    at: match.index,
    found: match[0],
    rule: 'reference',
    instead,
  }));
}

const PLACEHOLDER = /\$\{[^}]*\}|%[sdifjo#$p%]|\$[a-zA-Z_][\w.]*/g;
const NO_SUBJECT =
  /^(?:is|are|was|were|has|have|had|does|do|did|can|may|must|will|that|which|what|who|whose|of|and|or|but|it|they|its|their|to)\b/i;

function titleFindings({ text, group }: Title): Finding[] {
  const finding = (rule: string, instead: string): Finding[] => [{ at: 0, found: text, rule, instead }];
  const number = /\[\d+(?:[,; ]+\d+)*\]/.exec(text);
  const numbered = number
    ? [{ at: number.index, found: number[0], rule: 'title', instead: 'no numbers: the title names the promise' }]
    : [];
  if (group) {
    const unnamed = /^(?:that|which|what|who|whose)\b/i.test(text);
    return unnamed ? [...numbered, ...finding('title', 'the name of the subject')] : numbered;
  }
  const words = text.replace(PLACEHOLDER, ' ').match(/[\p{L}\p{N}][\p{L}\p{N}'’_-]*/gu) ?? [];
  if (words.length < 2 || words.length + (text.match(PLACEHOLDER)?.length ?? 0) < 3) {
    return [...numbered, ...finding('title', 'a full sentence: actor, action, expected result')];
  }
  if (NO_SUBJECT.test(text))
    return [...numbered, ...finding('title', 'begin with the subject: who does what, and what results')];
  return numbered;
}

/** Findings in one text. `isFile` knows the documents of the repository by their names. */
export function findingsIn(text: Text, isFile: (name: string) => boolean): Finding[] {
  const subjects = apply(SUBJECTS, text.text).filter(({ at }) => !isQuestion(text.text, at));
  return [
    ...subjects,
    ...apply(WORDS, text.text),
    ...apply(METAPHORS, text.text),
    ...references(text.text, isFile),
    ...(text.kind === 'title' ? titleFindings(text as Title) : []),
  ];
}

/** Spelling holds for names, too, so it is checked on the whole file. */
export const misspellingsIn = (source: string) => apply(SPELLING, source);
