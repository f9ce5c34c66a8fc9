import type { PortalWords } from './words.ts';

export const ja: PortalWords = {
  intro: {
    SUBSCRIPTIONS: 'ご契約内容をご確認いただけます。パスワードは必要ありません。',
    SWITCH_PLAN: '別のプランをお選びいただけます。パスワードは必要ありません。',
    CANCEL_SUBSCRIPTION: 'ご契約を解約いただけます。パスワードは必要ありません。',
    INVOICES: '請求書の確認とダウンロードができます。パスワードは必要ありません。',
    PAY_INVOICE: '請求書をお支払いいただけます。パスワードは必要ありません。',
  },
  payInvoice: '請求書を支払う',
  openPortal: '請求ポータルを開く',
  plan: 'プラン',
  endsOn: '終了予定日',
  endedOn: '終了日',
  renewsOn: '更新日',
  credit: '残高へ返金',
  finalInvoice: '最終請求書',
  scheduled: {
    subject: (company, date) => `${company}のご契約は${date}に終了します`,
    preheader: (date) => `${date}までご利用いただけます。`,
    heading: 'ご契約の解約を承りました',
    intro: (company, date) =>
      `${company}のご契約は更新されません。${date}までご利用いただけ、その後は自動的に終了します。`,
    undo: 'お気持ちが変わりましたか。それまでは、ポータルで解約を取り消すことができ、すべて元のまま継続します。',
  },
  ended: {
    subject: (company) => `${company}のご契約は終了しました`,
    preheader: (date) => `${date}に終了しました。`,
    heading: 'ご契約は終了しました',
    intro: (company) => `${company}のご契約は解約され、終了しました。今後ご請求することはありません。`,
    credited: 'お支払い済みで未利用の期間分を残高に加算しました。',
    final: '未請求だった分は最終請求書に記載されています。',
  },
  undone: {
    subject: (company) => `${company}のご契約は継続します`,
    preheader: (date) => `${date}に更新されます。`,
    heading: 'ご契約は継続します',
    intro: (company) => `${company}のご契約の解約が取り消されました。そのほかに変更はありません。`,
  },
  footer: (company) => `${company}のご契約に変更があったため、このメールをお送りしています。`,
};
