/**
 * The one way to declare a mutation, or the preview of one: who may call it, one `input`, a named success payload, and
 * the expected failures, which become the members of `<Name>Result`. What it does is a domain function.
 */
import type { InputObjectRef, ObjectRef } from '@pothos/core';
import * as errors from '../kernel/errors.ts';
import type { Principal } from '../op.ts';
import { builder } from './builder.ts';
import { refuseCardNumbers } from './cardNumbers.ts';
import type { Context } from './context.ts';

export type Caller = 'anyone' | 'signedIn' | 'merchant' | 'customer';
type PrincipalOf<C extends Caller> = {
  anyone: Principal;
  signedIn: Extract<Principal, { kind: 'merchant' | 'customer' }>;
  merchant: Extract<Principal, { kind: 'merchant' }>;
  customer: Extract<Principal, { kind: 'customer' }>;
}[C];

type UserErrorClass = new (...args: never[]) => errors.UserError;

interface MutationOptions<C extends Caller, Input extends object, Payload extends object> {
  description: string;
  caller: C;
  input: InputObjectRef<any, Input>;
  success: ObjectRef<any, Payload>;
  errors?: readonly UserErrorClass[];
  run(ctx: Context<PrincipalOf<C>>, input: Input): Promise<Payload>;
}

const SCOPES = { anyone: {}, signedIn: { signedIn: true }, merchant: { merchant: true }, customer: { customer: true } };

/** Ids that are not the caller's are answered like ids that do not exist, which takes these two for all but a few mutations. */
const ALWAYS: readonly UserErrorClass[] = [errors.ValidationError, errors.NotFoundError];

/** Mutations that create or charge are claimed by an idempotency key; quotes and money add the rest. */
export const IDEMPOTENT: readonly UserErrorClass[] = [errors.IdempotencyKeyReusedError, errors.ConflictError];
export const CHARGES: readonly UserErrorClass[] = [
  ...IDEMPOTENT,
  errors.PaymentDeclinedError,
  errors.PaymentAuthenticationRequiredError,
  errors.PaymentMethodRequiredError,
  errors.PaymentProviderUnavailableError,
];

export function mutation<C extends Caller, Input extends object, Payload extends object>(
  name: string,
  options: MutationOptions<C, Input, Payload>,
): void {
  builder.mutationField(name, (t) => t.field(fieldOptions(t, name, options)));
}

/** A query that says what a mutation would do: it takes the mutation's input and fails in the mutation's ways. */
export function preview<C extends Caller, Input extends object, Payload extends object>(
  name: string,
  options: MutationOptions<C, Input, Payload>,
): void {
  builder.queryField(name, (t) => t.field(fieldOptions(t, name, options)));
}

// Pothos infers a field's types from literals; here they come from the options, hence the casts.
function fieldOptions<C extends Caller, Input extends object, Payload extends object>(
  t: { arg: any },
  name: string,
  options: MutationOptions<C, Input, Payload>,
): any {
  return {
    type: options.success,
    description: options.description,
    ...(options.caller === 'anyone' ? {} : { authScopes: SCOPES[options.caller] }),
    args: { input: t.arg({ type: options.input, required: true, description: 'What is to be done.' }) },
    errors: {
      types: [...new Set([...ALWAYS, ...(options.errors ?? [])])],
      union: {
        name: `${name[0]?.toUpperCase()}${name.slice(1)}Result`,
        description: `Success, or one of the expected failures of \`${name}\`.`,
      },
    },
    resolve: async (_root: unknown, { input }: { input: Input }, ctx: Context) => {
      refuseCardNumbers(input);
      return options.run(ctx as Context<PrincipalOf<C>>, input);
    },
  };
}

/** The idempotency key's field for the inputs of mutations that create or charge. */
export const IDEMPOTENCY_KEY_DESCRIPTION =
  'Chosen by the caller (a UUID, say). The same key with the same input gives the first answer again, without doing it again; kept for 24 hours at least.';
