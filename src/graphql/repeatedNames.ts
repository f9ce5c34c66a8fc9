/**
 * Whether a message of graphql-js contains only names of the schema and the document, and no submitted value. Decided by
 * the validation rule that reported the error and the kind of its node, never by the text of the message.
 */
import {
  type ASTVisitor,
  type GraphQLError,
  getNamedType,
  isInputObjectType,
  Kind,
  specifiedRules,
  type ValidationContext,
  type ValidationRule,
  ValuesOfCorrectTypeRule,
} from 'graphql';

const withNamesOnly = new WeakSet<GraphQLError>();
const tagged = new WeakMap<ValidationRule, ValidationRule>();
const standard: ReadonlySet<ValidationRule> = new Set(specifiedRules);

/** Whether an error was reported by validation with a message that holds no submitted value. */
export const holdsNamesOnly = (error: GraphQLError): boolean => withNamesOnly.has(error);

/** Marks the errors of a validation rule. Of rules that are not part of graphql-js, only those in `own` are trusted. */
export function tagRule(rule: ValidationRule, own: ReadonlySet<ValidationRule>): ValidationRule {
  if (!standard.has(rule) && !own.has(rule)) return rule;
  const known = tagged.get(rule);
  if (known) return known;
  const tagging = (context: ValidationContext): ASTVisitor => {
    const report = (error: GraphQLError) => {
      // An error of graphql-js without nodes is shared by all requests: it means that validation gave up.
      const placed = own.has(rule) || (error.nodes !== undefined && error.nodes.length > 0);
      if (placed && (rule !== ValuesOfCorrectTypeRule || isAboutNames(error, context))) withNamesOnly.add(error);
      context.reportError(error);
    };
    return rule(Object.create(context, { reportError: { value: report } }) as ValidationContext);
  };
  tagged.set(rule, tagging);
  return tagging;
}

/** Of the errors about values, those about the fields of an input object: an unknown field, or a required one that is missing. */
function isAboutNames({ nodes }: GraphQLError, context: ValidationContext): boolean {
  const kind = nodes?.[0]?.kind;
  if (kind === Kind.OBJECT_FIELD) return true;
  // An object given for a scalar is a value; only the type distinguishes it from an input object.
  return kind === Kind.OBJECT && isInputObjectType(getNamedType(context.getInputType() ?? undefined));
}
