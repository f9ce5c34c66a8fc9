/** The lines of an invoice or of a quote: description, explanation and amount. */
import type { LinePartsFragment } from '../../graphql/generated/graphql.ts';
import { isolate } from '../../ui/i18n/isolate.ts';
import { useWords } from '../../ui/i18n/useWords.ts';

/** A sign and its amount stay on one line: browsers take the minus of "-€5.00" for a hyphen and break after it. */
const unbroken = (sentence: string) => sentence.replace(/-(?=[\p{Sc}\d])/gu, '-\u2060');

/** The details of a line that has no explanation in a sentence. */
function Unexplained({ line }: { line: LinePartsFragment }) {
  const { t, money, unsigned, days } = useWords();
  return (
    <>
      {line.periodStart && line.periodEnd ? (
        <p className="line-note">{days(line.periodStart, line.periodEnd)}</p>
      ) : null}
      {line.quantity > 1 && line.unitAmount ? (
        <p className="line-note">{t('line.quantity', { quantity: line.quantity, amount: money(line.unitAmount) })}</p>
      ) : null}
      {line.discountAmount.amount !== 0 ? (
        <p className="line-note">{t('line.discount', { amount: unsigned(line.discountAmount) })}</p>
      ) : null}
    </>
  );
}

export function Lines({ lines }: { lines: readonly LinePartsFragment[] }) {
  const { money } = useWords();
  return (
    <ul className="lines">
      {lines.map((line, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: quoted lines have no id and keep their order.
        <li key={at} className="line">
          <div className="line-text">
            <p className="line-name">{isolate(line.description)}</p>
            {line.explanationSentence ? (
              <p className="line-note">{unbroken(line.explanationSentence)}</p>
            ) : (
              <Unexplained line={line} />
            )}
          </div>
          <p className="line-amount">{money(line.amount)}</p>
        </li>
      ))}
    </ul>
  );
}
