/** How long a quote still holds; when it does not, a new one is asked for by itself. */
import { useEffect, useState } from 'react';
import { useWords } from '../../i18n/words.tsx';

const TOLD_BELOW_S = 120;

/** By the monotonic clock from the first sight on, so that a wrong clock shortens nothing more than once. */
export function QuoteClock({
  expiresAt,
  renew,
  paused,
}: {
  expiresAt: string;
  renew(): Promise<void>;
  paused: boolean;
}) {
  const { t } = useWords();
  const [end] = useState(
    () => performance.now() + Math.min(600_000, Math.max(5_000, Date.parse(expiresAt) - Date.now())),
  );
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
