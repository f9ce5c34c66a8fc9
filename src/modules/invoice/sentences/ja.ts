import { type Duration, type Sentences, wholeDays } from './sentences.ts';

function span({ days, hours }: Duration, count: (value: number) => string): string {
  if (hours === 0) return `${count(days)}日`;
  return days === 0 ? `${count(hours)}時間` : `${count(days)}日と${count(hours)}時間`;
}

export const ja: Sentences = {
  unusedTime: (what) => `${what}の未使用期間`,
  remainingTime: (what) => `${what}の残り期間`,
  differenceTo: (what) => `${what}への変更差額`,
  item: (product, price) => `${product}（${price}）`,
  less: (price, discount) => `${price}から${discount}引き`,
  time: (left, total, count) =>
    wholeDays(left, total)
      ? `${count(total.days)}日間のうち${count(left.days)}日間`
      : `${span(total, count)}のうち${span(left, count)}`,
  about: (percent) => `約${percent}`,
  ofPeriod: (percent) => `1期間の${percent}`,
  fullPeriod: ({ item, dates, amount }) => `${item}の全期間分（${dates}）：${amount}`,
  restOfPeriod: ({ share, item, dates, amount }) => `${item}の${share}（${dates}）：${amount}`,
  restored: ({ item, dates, amount }) => `${item}へ復帰（${dates}）、変更時に差し引かれた金額と同額：${amount}`,
  unused: ({ share, what, dates, billed, amount }) =>
    `${what}の未使用期間（${dates}）に対するクレジット、ご請求額${billed}の${share}：${amount}`,
  unusedOfSeveral: ({ what, parts, dates, amount }) =>
    `${what}の未使用期間（${dates}）に対するクレジット、ご請求額の内訳は${parts.join('、')}：${amount}`,
  part: (share, billed) => `${billed}の${share}`,
  unusedOfMany: ({ what, counted, billed, dates, amount }) =>
    `${what}の未使用期間（${dates}）に対するクレジット、ご請求${counted}件（合計${billed}）より：${amount}`,
  difference: ({ item, dates, next, previous, amount }) =>
    `${item}の全期間分（${dates}）、${previous}から${next}への変更差額：${amount}`,
  oldPeriod: ({ item, dates, amount }) => `${item}の全期間分（${dates}）のクレジット：${amount}`,
  limited: (sentence) => `${sentence}（ご請求額が上限）`,
};
