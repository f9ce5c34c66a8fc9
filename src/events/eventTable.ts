/** The catalog of events as the table in src/modules/webhook/README.md. */
import { describeEvent, EVENT_TYPES } from './catalog.ts';

const BEGIN = '<!-- events:begin -->';
const END = '<!-- events:end -->';

/** The table, sorted by type. */
export function eventTable(): string {
  const rows = EVENT_TYPES.map((type) => {
    const { objects, when, data } = describeEvent(type);
    const keys = Object.entries(data).map(([key, meaning]) => `\`${key}\`: ${meaning}`);
    return `| \`${type}\` | ${when} | ${objects.join(' or ')} | ${keys.join('; ')} |`;
  });
  return ['| type | when | object | `data` |', '| --- | --- | --- | --- |', ...rows].join('\n');
}

/** Replaces the table between the two marks. Text without marks is returned unchanged. */
export function withEventTable(text: string): string {
  const [start, end] = [text.indexOf(BEGIN), text.indexOf(END)];
  if (start < 0 || end < start) return text;
  return `${text.slice(0, start + BEGIN.length)}\n${eventTable()}\n${text.slice(end)}`;
}
