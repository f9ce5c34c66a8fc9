/** The features of a plan; beside another plan also the ones that a change gains and loses. */
import { Icon } from '../../../ui/components/Icon.tsx';
import { isolate } from '../../../ui/i18n/isolate.ts';
import { useWords } from '../../../ui/i18n/useWords.ts';

interface FeatureListProps {
  lines: readonly string[];
  /** The features of the present plan, with which those of the other are compared. */
  left?: readonly string[];
}

/** It consists of phrasing elements, because it is part of a label. */
export function FeatureList({ lines, left }: FeatureListProps) {
  const { t } = useWords();
  const titles = { gained: t('switch.gained'), lost: t('switch.lost') };
  const entries = [
    ...lines.map((line) => ({ line, kind: left && !left.includes(line) ? ('gained' as const) : ('same' as const) })),
    ...(left ?? []).filter((line) => !lines.includes(line)).map((line) => ({ line, kind: 'lost' as const })),
  ];
  if (entries.length === 0) return null;
  return (
    <span className="features">
      {entries.map(({ line, kind }) => (
        <span key={line} className={`feature feature-${kind}`}>
          <Icon name={kind === 'lost' ? 'close' : 'check'} />
          <span>
            {kind === 'same' ? null : <span className="hidden">{titles[kind]} </span>}
            {isolate(line)}
          </span>
        </span>
      ))}
    </span>
  );
}
