/** The most entries of a page of any list, and ids of one `nodes` query. Larger pages are refused. */
export const MAXIMUM_PAGE_SIZE = 100;
/** The entries of a page without `first` and `last`. */
export const DEFAULT_PAGE_SIZE = 20;
