import { describe, expect, test } from 'vitest';
import { check } from './check.ts';

const DOCUMENTS = ['README.md'];

/** `line [rule] found` of each finding. */
const findings = (path: string, ...lines: string[]) =>
  check(path, lines.join('\n'), (name) => DOCUMENTS.includes(name)).map(
    ({ line, rule, found }) => `${line} [${rule}] ${found}`,
  );

describe('style check of comments', () => {
  test('a sentence that begins with "What" is reported with its line, in comments of every form', () => {
    expect(findings('src/a.ts', 'const a = 1;', '// What is due.')).toEqual(['2 [subject] What']);
    expect(findings('src/a.ts', '/**', ' * Due amounts.', ' * Who pays is the owner.', ' */')).toEqual([
      '3 [subject] Who',
    ]);
    expect(findings('src/a.tsx', 'const a = <p>{/* Whoever pays. */}</p>;')).toContain('1 [subject] Whoever');
    expect(findings('src/a.css', '.a {}', '/* What is shown. */')).toEqual(['2 [subject] What']);
    expect(findings('prisma/schema.prisma', 'model A {', '  /// What it costs.', '}')).toEqual(['2 [subject] What']);
    expect(findings('a.graphql', '# What the page reads.', 'query A { a }')).toEqual(['1 [subject] What']);
    expect(findings('.ci/run', '#!/bin/sh', '# What a change must pass.')).toEqual(['2 [subject] What']);
  });

  test('the rule against clauses as subjects ignores questions, code in backticks and `what` inside a sentence', () => {
    expect(findings('src/a.ts', '// What if two calls overlap? The second one waits.')).toEqual([]);
    expect(findings('src/a.ts', '// Names are unique. `What` is a type.')).toEqual([]);
    expect(findings('src/a.ts', '// Returns what is due.')).toEqual([]);
  });

  test('a sentence that runs over two line comments is read as one', () => {
    expect(findings('src/a.ts', '// The rows where there', '// is none are skipped.')).toEqual([
      '1 [word] where there is none',
    ]);
  });

  test.each([
    ['answers', '// The server answers 404.', 'verb'],
    ['told', '// The customer is told.', 'verb'],
    ['says', '// The header says so.', 'verb'],
    ['asks', '// The client asks again.', 'verb'],
    ['keeps', '// It keeps the row.', 'verb'],
    ['stands', '// The name stands here.', 'verb'],
    ['nobody', '// Until nobody waits.', 'word'],
    ['whoever', '// For whoever comes.', 'word'],
    ['that which', '// It is that which counts.', 'word'],
    ['is no problem', '// A lost answer is no problem.', 'word'],
    ['rooms', '// One of the rooms.', 'metaphor'],
    ['face', '// The face of the module.', 'metaphor'],
    ['hands', '// Through many hands.', 'metaphor'],
    ['catalogue', '// The catalogue of events.', 'spelling'],
  ])('the word "%s" is reported', (word, comment, rule) => {
    expect(findings('src/a.ts', comment)).toEqual([`1 [${rule}] ${word}`]);
  });

  test('technical uses of the same words pass', () => {
    const comment = '// Leaves room for the prefix; the font face is embedded; it hands over the lock by hand.';
    expect(findings('src/a.ts', comment, 'const floor = Math.floor(1.5);')).toEqual([]);
  });

  test('a document outside the repository is reported, and a file of it is not', () => {
    expect(findings('src/a.ts', '// The rule is BILLING.md §2; see README.md.')).toEqual(['1 [reference] BILLING.md']);
    expect(findings('src/a.ts', '// See DESIGN.')).toEqual(['1 [reference] DESIGN']);
  });

  test('a use that is marked with its word is allowed on its line and the next one, other words are not', () => {
    expect(findings('src/a.ts', '// style-allow: says (a quotation)', '// The form says so.')).toEqual([]);
    expect(findings('src/a.ts', '// style-allow: says (a quotation)', '// The form asks.')).toEqual(['2 [verb] asks']);
  });
});

describe('style check of test titles', () => {
  const titled = (...lines: string[]) => findings('test/a.test.ts', ...lines);

  test('a title that is a placeholder, a fragment or a number is reported', () => {
    expect(titled("test.each([['a']])('%s', () => {});")).toEqual(['1 [title] %s']);
    expect(titled("it('is undone', () => {});")).toEqual(['1 [title] is undone']);
    expect(titled("test('plain', () => {});")).toEqual(['1 [title] plain']);
    expect(titled("test('the card is charged once [14]', () => {});")).toEqual(['1 [title] [14]']);
  });

  test('the title check finds the titles of test.each, of aliases such as onPostgres, and after tables with parentheses', () => {
    expect(titled("test.each([[')', f('(')]])(", "  'what follows', () => {});")).toEqual(['2 [title] what follows']);
    expect(titled('const onPostgres = test.skipIf(true);', "onPostgres('is not lost', () => {});")).toEqual([
      '2 [title] is not lost',
    ]);
    expect(titled("it.each<[string, () => void]>([['a', f]])('%s', () => {});")).toEqual(['1 [title] %s']);
  });

  test('a describe may be short but not nameless', () => {
    expect(titled("describe('Invoice', () => {});")).toEqual([]);
    expect(titled("describe('who pays', () => {});")).toEqual(['1 [title] who pays']);
  });

  test('a full sentence passes, with a placeholder too', () => {
    expect(titled("test('removing the card charges the next one', () => {});")).toEqual([]);
    expect(titled("test.each([['a']])('an address such as %s is refused', () => {});")).toEqual([]);
  });
});

describe('style check of messages, descriptions and documents', () => {
  test('error messages and descriptions in source files are read, customer texts are not', () => {
    const message = "throw new Error('Nobody has it.');";
    expect(findings('src/kernel/a.ts', message)).toEqual(['1 [word] Nobody']);
    expect(findings('src/mail/templates/words/en.ts', message)).toEqual([]);
  });

  test('a description in the schema is reported, also one that describes nothing', () => {
    expect(findings('schema.graphql', 'type A {', '  """', '  Who pays.', '  """', '  a: Int', '}')).toEqual([
      '3 [subject] Who',
    ]);
    expect(findings('schema.graphql', '"Which one."', 'type A')).toEqual(['1 [fragment] Which one.']);
  });

  test('prose in Markdown is reported and code in it is not', () => {
    expect(findings('a.md', '# Title', '', '- Whoever asks.', '', '```', 'nobody', '```')).toEqual([
      '3 [subject] Whoever',
      '3 [word] Whoever',
      '3 [verb] asks',
    ]);
  });

  test('the spelling of names in code is checked', () => {
    expect(findings('src/a.ts', 'const colorOf = 1;', 'const colourOf = 1;')).toEqual(['2 [spelling] colour']);
    expect(findings('src/web/messages/en-GB.json', '"colour"')).toEqual([]);
  });
});
