/** The data of a screen: one query, which brings the data of the frame along. */
import { useEffect } from 'react';
import type { FrameFragment, TypedDocumentString } from '../../graphql/generated/graphql.ts';
import { type ScreenData, useScreenQuery } from '../../ui/hooks/useScreenQuery.ts';
import { adoptCustomerLanguage } from '../../ui/i18n/language.ts';
import { setFrame } from './frame.ts';
import { sendOnce } from './prefetch.ts';

export function useScreen<Result extends FrameFragment, Variables>(
  document: TypedDocumentString<Result, Variables>,
  variables: Variables,
): ScreenData<Result> {
  const screen = useScreenQuery(document, variables, sendOnce);
  const { data } = screen;
  useEffect(() => {
    if (!data) return;
    setFrame({ frameCustomer: data.frameCustomer, frameConfig: data.frameConfig });
    void adoptCustomerLanguage(data.frameCustomer.locale ?? null);
  }, [data]);
  return screen;
}
