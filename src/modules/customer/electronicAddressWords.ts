/** How descriptions name an electronic address. */
export const ELECTRONIC_ADDRESS =
  'as the code of a scheme (EAS), a colon and the identifier, such as `9930:DE123456789`';
