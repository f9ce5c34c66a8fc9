/** Counts down how long a quote is valid, and requests a new one when it expires. */
import { useEffect, useState } from 'react';
import { useWords } from '../../../ui/i18n/useWords.ts';

const TOLD_BELOW_S = 120;

interface QuoteClockProps {
  seconds: number;
  renew(): Promise<void>;
  paused: boolean;
}

/**
 * Counts from the first rendering by elapsed time: the clock of the browser may be wrong, and that of the company a
 * test clock.
 */
export function QuoteClock({ seconds, renew, paused }: QuoteClockProps) {
  const { t } = useWords();
  const [end] = useState(() => performance.now() + seconds * 1000);
  const [left, setLeft] = useState(() => Math.ceil((end - performance.now()) / 1000));
  useEffect(() => {
    const timer = setInterval(() => setLeft(Math.ceil((end - performance.now()) / 1000)), 1000);
    return () => clearInterval(timer);
  }, [end]);
  const over = left <= 0;
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each quote.
  useEffect(() => {
    if (over && !paused) void renew();
  }, [over, paused]);
  if (over) return <p className="small">{t('switch.renewing')}</p>;
  const minutes = Math.ceil(left / 60);
  return (
    <p className="small">
      {left < TOLD_BELOW_S ? t('switch.holdsSeconds', { seconds: left }) : t('switch.holdsMinutes', { minutes })}
    </p>
  );
}
