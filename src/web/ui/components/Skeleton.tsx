/** A placeholder with the shape of a card whose content is loading. */

export function Skeleton({ lines = 3 }: { lines?: number }) {
  return (
    <div className="card skeleton" aria-hidden="true">
      {Array.from({ length: lines }, (_, line) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the shapes have no identity.
        <span key={line} className="skeleton-line" />
      ))}
    </div>
  );
}
