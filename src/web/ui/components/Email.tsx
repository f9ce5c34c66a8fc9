/** An address, which breaks where it has joints rather than in the middle of a word. */
import { Fragment } from 'react';

export function Email({ address }: { address: string }) {
  return (
    <bdi dir="ltr">
      {address.split(/(?<=[@.])/).map((part, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one address keep their order.
        <Fragment key={at}>
          {part}
          <wbr />
        </Fragment>
      ))}
    </bdi>
  );
}
