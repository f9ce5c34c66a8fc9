/** The lines of an invoice or of a quote: what each is for, and what it comes to. */
import type { LinePartsFragment } from '../../graphql/generated/graphql.ts';
import { own } from '../i18n/own.ts';
import { useWords } from '../i18n/words.tsx';

/** A sign and its amount stay on one line: browsers take the minus of "-€5.00" for a hyphen and break after it. */
const unbroken = (sentence: string) => sentence.replace(/-(?=[\p{Sc}\d])/gu, '-\u2060');

/** What a line shows that nobody has put into a sentence. */
function Unexplained({ line }: { line: LinePartsFragment }) {
  const { t, money, size, dayShort } = useWords();
  return (
    <>
      {line.periodStart && line.periodEnd ? (
        <p className="line-note">
          {t('line.period', { start: dayShort(line.periodStart), end: dayShort(line.periodEnd) })}
        </p>
      ) : null}
      {line.quantity > 1 && line.unitAmount ? (
        <p className="line-note">{t('line.quantity', { quantity: line.quantity, amount: money(line.unitAmount) })}</p>
      ) : null}
      {line.discountAmount.amount !== 0 ? (
        <p className="line-note">{t('line.discount', { amount: size(line.discountAmount) })}</p>
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
            <p className="line-name">{own(line.description)}</p>
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
