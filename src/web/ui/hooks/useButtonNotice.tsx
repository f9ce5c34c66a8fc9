/** A notice below a single button, about why its action failed. */
import { type ReactNode, useEffect, useState } from 'react';
import type { Failure } from '../api/failure.ts';
import type { UserError } from '../api/userError.ts';
import { FailureNotice } from '../components/FailureNotice.tsx';
import { UserErrorNotice } from '../components/UserErrorNotice.tsx';

export function useButtonNotice(failure: Failure | null): { refuse(refused: UserError): void; shown: ReactNode } {
  const [refused, refuse] = useState<UserError | null>(null);
  useEffect(() => {
    if (failure) refuse(null);
  }, [failure]);
  if (!failure && !refused) return { refuse, shown: null };
  return {
    refuse,
    shown: (
      <div className="button-trouble">
        <FailureNotice failure={failure} safe />
        {failure ? null : <UserErrorNotice refused={refused} />}
      </div>
    ),
  };
}
