/** For a button that stands alone: why pressing it did nothing, shown below it. */
import { type ReactNode, useEffect, useState } from 'react';
import type { Failure } from '../api/failure.ts';
import { Refusal, type Refused, Trouble } from './Trouble.tsx';

export function useButtonTrouble(failure: Failure | null): { refuse(refused: Refused): void; shown: ReactNode } {
  const [refused, refuse] = useState<Refused | null>(null);
  useEffect(() => {
    if (failure) refuse(null);
  }, [failure]);
  if (!failure && !refused) return { refuse, shown: null };
  return {
    refuse,
    shown: (
      <div className="button-trouble">
        <Trouble failure={failure} safe />
        {failure ? null : <Refusal refused={refused} />}
      </div>
    ),
  };
}
