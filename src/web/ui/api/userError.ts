/** An expected failure (a `UserError` of the schema), with the fields that the page uses. */
export interface UserError {
  code: string;
  path: readonly string[];
  setting?: string;
  declineCode?: string;
  issues?: readonly { path: readonly string[]; message: string }[];
}
