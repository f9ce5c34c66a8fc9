import type { Tx } from '../../db/client.ts';
import type { EmailConfig } from '../../db/generated/client/client.ts';

type Settings = Pick<
  EmailConfig,
  'enabled' | 'longPeriodReminderDays' | 'shortPeriodReminderDays' | 'trialReminderDays' | 'dueReminderDays'
>;

export const DEFAULTS: Settings = {
  enabled: [],
  longPeriodReminderDays: 30,
  shortPeriodReminderDays: 0,
  trialReminderDays: 7,
  dueReminderDays: [-3, 1, 7, 14],
};

/** The settings, and when they were last changed; null: never. */
export type EmailSettings = Settings & { updatedAt: Date | null };

export async function emailConfig(tx: Pick<Tx, 'emailConfig'>, companyId: string): Promise<EmailSettings> {
  return (await tx.emailConfig.findUnique({ where: { companyId } })) ?? { ...DEFAULTS, updatedAt: null };
}
