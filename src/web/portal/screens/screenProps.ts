/** The props of every screen. */
export interface ScreenProps {
  /** The values of the path's placeholders. */
  params: { readonly id?: string };
}
