/** The payment providers whose fields this page can show, by the name that the API gives them. */
import { lazyPart } from '../../ui/router/lazyPart.ts';
import type { ProviderAdapter } from './provider.ts';

const ADAPTERS: Record<string, () => Promise<ProviderAdapter>> = {
  sandbox: lazyPart(async () => (await import('./sandbox/sandboxAdapter.ts')).sandbox),
  stripe: lazyPart(async () => (await import('./stripe/stripeAdapter.ts')).stripe),
};

/** Null for a provider that this page does not know. */
export async function adapterOf(provider: string): Promise<ProviderAdapter | null> {
  return Object.hasOwn(ADAPTERS, provider) ? ((await ADAPTERS[provider]?.()) ?? null) : null;
}
