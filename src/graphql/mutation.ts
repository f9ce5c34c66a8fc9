/**
 * The one way to declare a mutation, or the preview of one: who may call it, one `input`, a named success payload, and
 * the expected failures, which become the members of `<Name>Result`. `run` calls a domain function.
 */
import type { InputObjectRef, ObjectRef } from '@pothos/core';
import * as errors from '../kernel/errors.ts';
import type { Principal } from '../operation/operation.ts';
import { currentRequest } from '../telemetry/scope.ts';
import { builder } from './builder.ts';
import type { Context } from './context.ts';
import { requireScope, scopeOf } from './keyScopes.ts';
import { refuseCardNumbers } from './refuseCardNumbers.ts';

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
  /** The failures that it can return besides those of every mutation; any other is masked as unexpected. */
  errors: readonly UserErrorClass[];
  /** False for a mutation that changes no row, such as signing a link. */
  transacts?: boolean;
  run(ctx: Context<PrincipalOf<C>>, input: Input): Promise<Payload>;
}

const SCOPES = { anyone: {}, signedIn: { signedIn: true }, merchant: { merchant: true }, customer: { customer: true } };

/** Members of every union, because the texts of every input are checked here for card numbers. */
const ALWAYS: readonly UserErrorClass[] = [errors.ValidationError];
/** Members of the union of every mutation with a signed-in caller: any transaction can lose a race (`transact`). */
const TRANSACTS: readonly UserErrorClass[] = [errors.ConflictError];

/** The failures of mutations that charge a payment method and take an idempotency key. */
export const CHARGES: readonly UserErrorClass[] = [
  errors.ConflictError,
  errors.IdempotencyKeyReusedError,
  errors.PaymentDeclinedError,
  errors.PaymentAuthenticationRequiredError,
  errors.PaymentMethodRequiredError,
  errors.PaymentProviderNotConnectedError,
  errors.PaymentProviderUnavailableError,
];

export function mutation<C extends Caller, Input extends object, Payload extends object>(
  name: string,
  options: MutationOptions<C, Input, Payload>,
): void {
  const { caller, transacts = caller !== 'anyone' } = options;
  if ((caller === 'merchant' || caller === 'signedIn') && !scopeOf(name))
    throw new Error(`The mutation ${name} has no scope: add it to graphql/keyScopes.ts.`);
  const possible = transacts ? [...options.errors, ...TRANSACTS] : options.errors;
  builder.mutationField(name, (t) => t.field(fieldOptions(t, name, { ...options, errors: possible })));
}

interface PreviewOptions<C extends Caller, Input extends object, Payload extends object>
  extends Omit<MutationOptions<C, Input, Payload>, 'run'> {
  /** Its context has no queue, so that it cannot open a writing transaction. */
  run(ctx: Omit<Context<PrincipalOf<C>>, 'queue'>, input: Input): Promise<Payload>;
}

/** A query that returns the effect of a mutation: it takes the mutation's input, fails like it and writes nothing. */
export function preview<C extends Caller, Input extends object, Payload extends object>(
  name: string,
  options: PreviewOptions<C, Input, Payload>,
): void {
  builder.queryField(name, (t) => t.field(fieldOptions(t, name, options)));
}

// Pothos infers a field's types from literals; here they come from the options, hence the casts.
function fieldOptions<C extends Caller, Input extends object, Payload extends object>(
  t: { arg: any },
  name: string,
  options: MutationOptions<C, Input, Payload>,
): any {
  const scope = scopeOf(name);
  return {
    type: options.success,
    description: options.description,
    ...(options.caller === 'anyone' ? {} : { authScopes: SCOPES[options.caller] }),
    args: { input: t.arg({ type: options.input, required: true, description: `Input of \`${name}\`.` }) },
    errors: {
      types: [...new Set([...ALWAYS, ...options.errors])],
      union: {
        name: `${name[0]?.toUpperCase()}${name.slice(1)}Result`,
        description: `Success, or one of the expected failures of \`${name}\`.`,
      },
    },
    resolve: async (_root: unknown, { input }: { input: Input }, ctx: Context) => {
      try {
        requireScope(ctx.principal, scope);
        refuseCardNumbers(input);
        return await options.run(ctx as Context<PrincipalOf<C>>, input);
      } catch (error) {
        if (error instanceof errors.UserError) currentRequest()?.codes.add(error.code);
        throw error;
      }
    },
  };
}

/** The description of the idempotency key in inputs of mutations that create or charge. */
/** The description of `paymentId` in inputs whose payment the bank may want confirmed. */
export const CONFIRMED_PAYMENT_DESCRIPTION =
  'The payment of `PaymentAuthenticationRequiredError.confirmation` that the customer has confirmed since; the rest of the input must be the same. By default a new payment is made.';

export const IDEMPOTENCY_KEY_DESCRIPTION =
  'A unique string that the caller chooses, such as a UUID. A repeated request with the same key and the same input returns the first result and has no further effect; with another input it fails with `IdempotencyKeyReusedError`. Stored for at least 24 hours. By default the request is not protected against repetition.';
