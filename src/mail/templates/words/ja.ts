import { brandName, type Consequence, type MailWords, type NamedMethod } from './words.ts';

/** Within a sentence, such as 「末尾4242のVisaカード」. */
function methodName(method: NamedMethod): string {
  const { kind, lastFour } = method;
  if (kind === 'PAYPAL') return 'PayPalアカウント';
  const what = kind === 'CARD' ? `${brandName(method) ?? ''}カード` : '銀行口座';
  return lastFour ? `末尾${lastFour}の${what}` : `ご登録の${what}`;
}

const CONSEQUENCE: Record<Consequence, string> = {
  CANCEL: 'サブスクリプションは終了します',
  UNPAID: '未払い分がすべて支払われるまで、サブスクリプションは停止されます',
  PAUSE: '未払い分がすべて支払われるまで、サブスクリプションは一時停止されます',
  PAST_DUE: '金額は未払いのまま残ります',
};

export const ja: MailWords = {
  signInLink: {
    subject: (company) => `${company}のログイン用リンク`,
    preheader: (minutes) => `有効期間は${minutes}分間で、1回だけご利用いただけます。`,
    heading: (company) => `${company}にログイン`,
    intro: {
      HOME: 'サブスクリプション、請求書、お支払い方法を管理できます。パスワードは必要ありません。',
      PAYMENT_METHODS: 'お支払い方法を更新できます。パスワードは必要ありません。',
      BILLING_INFORMATION: '請求先情報を更新できます。パスワードは必要ありません。',
    },
    button: 'ログイン',
    codeIntro: '別の端末でログインする場合は、その端末で次のコードを入力してください。',
    codeHint: (company) => `このコードは他の人に教えないでください。${company}の担当者がお尋ねすることはありません。`,
    validity: (minutes) => `リンクとコードの有効期間は${minutes}分間で、どちらか一方を1回だけご利用いただけます。`,
    copyLink: 'ボタンが動作しない場合は、次のリンクをブラウザにコピーしてください。',
    notYou:
      'このメールにお心当たりがない場合は、破棄していただいて問題ありません。このリンクまたはコードがなければ誰もログインできず、どちらも自動的に無効になります。',
    support: 'お問い合わせ先：',
    footer: (company) =>
      `このメールは、お客様のメールアドレスで${company}へのログインが申し込まれたためお送りしています。`,
  },
  notice: {
    button: 'お支払い方法を更新',
    copyLink: 'ボタンが動作しない場合は、次のリンクをブラウザにコピーしてください。',
    support: 'お問い合わせ先：',
    fact: (label, value) => `${label}：${value}`,
    separator: '、',
    betweenSentences: '',
  },
  paymentFailed: {
    subject: (company) => `${company}へのお支払いが完了しませんでした`,
    preheader: (amount) => `${amount}が未払いです。`,
    heading: 'お支払いが完了しませんでした',
    intro: (method) =>
      method
        ? `${methodName(method)}から代金を引き落とすことができませんでした。`
        : '引き落としに利用できるお支払い方法が登録されていません。',
    reason: {
      insufficient_funds: '金融機関から、残高不足との連絡がありました。',
      authentication_required: '金融機関がお支払いの確認を求めています。ログインして、ご自身でお支払いください。',
      expired_card: 'カードの有効期限が切れています。',
    },
    amount: '未払い額',
    invoice: '請求書',
    purpose: '内容',
    more: (count) => `ほか${count}件`,
    nextTry: '次回の引き落とし',
    none: 'なし',
    afterLast: (date, consequence) =>
      `最後の引き落としは${date}に行います。それも完了しなかった場合、${CONSEQUENCE[consequence]}。`,
    isLast: (consequence) => `次回が最後です。それも完了しなかった場合、${CONSEQUENCE[consequence]}。`,
    noMore: '今後、自動での引き落としは行いません。',
    standing: {
      CANCELED: 'サブスクリプションは終了しました。',
      UNPAID: '未払い分がすべて支払われるまで、サブスクリプションは停止されています。',
      PAUSED: '未払い分がすべて支払われるまで、サブスクリプションは一時停止されています。',
    },
    action: '別のお支払い方法をお選びいただくと、すぐに改めて引き落としを行います。',
    footer: (company) => `このメールは、${company}へのお支払いが残っているためお送りしています。`,
  },
  cardExpiring: {
    subject: (company) => `${company}でご利用のカードの有効期限が近づいています`,
    preheader: (month) => `有効期限は${month}末です。`,
    heading: 'カードの有効期限が近づいています',
    intro: (method, month, company) =>
      `${methodName(method)}の有効期限は${month}末です。${company}のサブスクリプションは、このカードで支払われています。`,
    action: '次回のお支払いが滞りなく行われるよう、それまでに新しいお支払い方法を追加してください。',
    footer: (company) => `このメールは、${company}へのお支払いにこのカードをご利用いただいているためお送りしています。`,
  },
};
