/** Small pictures beside words; they add no information to the words. */
const PATHS = {
  home: 'M3 10.5 12 3l9 7.5V20a1 1 0 0 1-1 1h-5v-6h-6v6H4a1 1 0 0 1-1-1z',
  plan: 'M12 3 3 7.5l9 4.5 9-4.5zM3 12l9 4.5 9-4.5M3 16.5 12 21l9-4.5',
  card: 'M3 6.5A1.5 1.5 0 0 1 4.5 5h15A1.5 1.5 0 0 1 21 6.5v11a1.5 1.5 0 0 1-1.5 1.5h-15A1.5 1.5 0 0 1 3 17.5zM3 10h18M7 15h3',
  invoice: 'M6 3h12v18l-3-2-3 2-3-2-3 2zM9.5 8h5M9.5 12h5',
  address:
    'M12 21s7-6.1 7-11.5A7 7 0 0 0 5 9.500C5 14.900 12 21 12 21zM12 12a2.500 2.500 0 1 0 0-5 2.500 2.500 0 0 0 0 5z',
  credit:
    'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM14.500 9.200c-.5-.8-1.400-1.200-2.500-1.200-1.500 0-2.600.8-2.600 2s1 1.700 2.600 2 2.700.8 2.700 2-1.200 2-2.700 2c-1.200 0-2.200-.5-2.700-1.300M12 6.500V8m0 8v1.500',
  security: 'M12 3l7.500 3v5.500c0 4.500-3 8-7.500 9.500-4.500-1.500-7.500-5-7.500-9.500V6zM9 12l2.200 2.200L15.500 10',
  more: 'M6 12a1 1 0 1 1-2 0 1 1 0 0 1 2 0zM13 12a1 1 0 1 1-2 0 1 1 0 0 1 2 0zM20 12a1 1 0 1 1-2 0 1 1 0 0 1 2 0z',
  back: 'M15 5l-7 7 7 7',
  next: 'M9 5l7 7-7 7',
  check: 'M5 12.500l4.500 4.500L19 7.500',
  close: 'M6 6l12 12M18 6 6 18',
  warning: 'M12 4 2.500 20h19zM12 10v4.500M12 17.200v.01',
  info: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 11v5.500M12 7.700v.01',
  mail: 'M3.500 6h17v12h-17zM3.500 7l8.500 6.500L20.500 7',
  download: 'M12 4v11m0 0 4.500-4.500M12 15l-4.500-4.500M4.500 19.500h15',
  leave: 'M14 4h5.500v16H14M10 8l-4 4 4 4M6.500 12H15',
  outside: 'M14 4h6v6M20 4l-9 9M17 14v5.500H4.500V7H10',
  plus: 'M12 5v14M5 12h14',
  minus: 'M5 12h14',
  calendar: 'M4 6.500h16V20H4zM4 10.500h16M8 3.500v4M16 3.500v4',
  device: 'M5 4.500h14v10H5zM2.500 18.500h19M9 14.500h6',
  gift: 'M4 11h16v9.500H4zM3 7.500h18V11H3zM12 7.500v13M12 7.500S11 3 8.500 3.500C6 4 7 7.500 12 7.500zm0 0S13 3 15.500 3.500C18 4 17 7.500 12 7.500z',
  sun: 'M12 16.500a4.500 4.500 0 1 0 0-9 4.500 4.500 0 0 0 0 9zM12 2.500V4.500M12 19.500v2M2.500 12h2M19.500 12h2M5.300 5.300l1.400 1.400M17.300 17.300l1.400 1.400M5.300 18.700l1.400-1.400M17.300 6.700l1.400-1.400',
  moon: 'M20 14.500A8.500 8.500 0 0 1 9.500 4 8.500 8.500 0 1 0 20 14.500z',
  system: 'M4 5h16v11H4zM9 20h6M12 16v4',
  pause: 'M9 5.500v13M15 5.500v13',
  swap: 'M7 4 3.500 7.500 7 11M3.500 7.500H17M17 13l3.500 3.500L17 20M20.500 16.500H7',
  offline:
    'M3 3l18 18M8.500 16.200a5 5 0 0 1 7 0M5.500 12.800a9.500 9.500 0 0 1 4-2.300M14.500 10.500a9.500 9.500 0 0 1 4 2.300M12 20v.01',
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name, className = '' }: { name: IconName; className?: string }) {
  return (
    <svg
      className={`icon ${className}`}
      viewBox="0 0 24 24"
      width="20"
      height="20"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.7"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <path d={PATHS[name]} />
    </svg>
  );
}
