/** Whether the address of a socket is this machine's own: 127.0.0.0/8, ::1, or the former as IPv6 writes it. */
export const isLoopback = (address: string): boolean => /^(?:::1$|(?:::ffff:)?127\.)/i.test(address);
