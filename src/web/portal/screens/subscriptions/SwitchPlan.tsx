/** Changing a plan or a quantity: loads the choices, then shows the form and, after it, the confirmation. */
import { useState } from 'react';
import { SwitchChoicesDocument, type SwitchChoicesQuery } from '../../../graphql/generated/graphql.ts';
import { Screen } from '../../../ui/components/Screen.tsx';
import type { ScreenData } from '../../../ui/hooks/useScreenQuery.ts';
import { useWords } from '../../../ui/i18n/useWords.ts';
import { useScreen } from '../../api/useScreen.ts';
import { NotFound, SwitchedOff } from '../../frame/NotFound.tsx';
import type { ScreenProps } from '../screenProps.ts';
import { ChangeDone } from './ChangeDone.tsx';
import type { ChangedSubscription, ConfirmedChange } from './change.ts';
import { SwitchForm } from './SwitchForm.tsx';
import { Unavailable } from './Unavailable.tsx';

type Actions = ChangedSubscription['portalActions'];

const canChange = ({ switchPlan, updateQuantity }: Actions) => switchPlan.allowed || updateQuantity.allowed;

/** Whether any item has another price to choose, or is sold by units. */
const hasChoice = ({ items, portalActions: { switchPlan, updateQuantity } }: ChangedSubscription) =>
  items.some(
    ({ price, availablePrices }) =>
      (switchPlan.allowed && (availablePrices ?? []).length > 0) ||
      (updateQuantity.allowed && price.adjustableQuantity.enabled),
  );

/** Whether the portal's configuration, rather than the state of the subscription, prevents every change. */
const isSwitchedOff = (disabled: readonly string[], actions: Actions | undefined) =>
  disabled.includes('subscriptionsEnabled') ||
  (actions !== undefined && !canChange(actions) && actions.switchPlan.blockedBy !== 'status');

export default function SwitchPlan({ params }: ScreenProps) {
  const id = params.id ?? '';
  const screen = useScreen(SwitchChoicesDocument, { id });
  const [done, setDone] = useState<ConfirmedChange | null>(null);
  if (done) return <ChangeDone done={done} subscriptionId={id} />;
  return <SwitchScreen id={id} screen={screen} confirmed={setDone} />;
}

interface SwitchScreenProps {
  id: string;
  screen: ScreenData<SwitchChoicesQuery>;
  confirmed(done: ConfirmedChange): void;
}

function SwitchScreen({ id, screen: { data, disabled, loading, failure, retry }, confirmed }: SwitchScreenProps) {
  const { t } = useWords();
  const title = t('switch.title');
  const up = { to: `/subscriptions/${id}`, name: t('subscription.title') };
  if (failure?.kind === 'notFound') return <NotFound />;
  if (!data) return <Screen title={title} up={up} {...{ loading, failure, retry }} />;
  const { subscription } = data;
  if (isSwitchedOff(disabled, subscription?.portalActions)) return <SwitchedOff title={title} />;
  if (!subscription) return <NotFound />;
  if (!canChange(subscription.portalActions) || !hasChoice(subscription))
    return <Unavailable title={title} up={up} icon="plan" reason={t('switch.notNow')} />;
  return <SwitchForm data={data} subscription={subscription} title={title} up={up} confirmed={confirmed} />;
}
