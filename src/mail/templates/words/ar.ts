import { pluralIn } from '../../../kernel/plural.ts';
import { brandName, type Consequence, type MailWords, type NamedMethod } from './words.ts';

const plural = pluralIn('ar');

/** One and two are said by the word itself. */
function inMinutes(count: number): string {
  return plural(count, {
    zero: `${count} دقيقة`,
    one: 'دقيقة واحدة',
    two: 'دقيقتين',
    few: `${count} دقائق`,
    many: `${count} دقيقة`,
    other: `${count} دقيقة`,
  });
}

/** Within a sentence; the brand keeps its own writing direction. */
function methodName(method: NamedMethod): string {
  const { kind, lastFour } = method;
  if (kind === 'PAYPAL') return 'حساب PayPal الخاص بك';
  const brand = brandName(method);
  const what = kind === 'CARD' ? `بطاقتك${brand ? ` ${brand}` : ''}` : 'حسابك المصرفي';
  return lastFour ? `${what} المنتهي رقم${kind === 'CARD' ? 'ها' : 'ه'} بـ ${lastFour}` : what;
}

const CONSEQUENCE: Record<Consequence, string> = {
  CANCEL: 'فسينتهي اشتراكك',
  UNPAID: 'فسيُعلَّق اشتراكك إلى حين سداد جميع المبالغ المتأخرة',
  PAUSE: 'فسيُوقَف اشتراكك مؤقتًا إلى حين سداد جميع المبالغ المتأخرة',
  PAST_DUE: 'فسيبقى المبلغ مستحقًا',
};

export const ar: MailWords = {
  signInLink: {
    subject: (company) => `رابط تسجيل الدخول إلى ${company}`,
    preheader: (minutes) => `الرابط صالح لمدة ${inMinutes(minutes)} ويعمل مرة واحدة.`,
    heading: (company) => `تسجيل الدخول إلى ${company}`,
    intro: {
      HOME: 'يمكنك إدارة اشتراكاتك وفواتيرك ووسائل الدفع. لا حاجة إلى كلمة مرور.',
      PAYMENT_METHODS: 'يمكنك تحديث وسائل الدفع. لا حاجة إلى كلمة مرور.',
      BILLING_INFORMATION: 'يمكنك تحديث بيانات الفوترة. لا حاجة إلى كلمة مرور.',
    },
    button: 'تسجيل الدخول',
    codeIntro: 'هل تسجّل الدخول من جهاز آخر؟ أدخل هذا الرمز هناك:',
    codeHint: (company) => `يُرجى عدم مشاركته مع أحد. لن يطلبه منك أي شخص من ${company} أبدًا.`,
    validity: (minutes) =>
      `الرابط والرمز صالحان لمدة ${inMinutes(minutes)} ويعملان مرة واحدة: استخدام أحدهما يُبطل الآخر.`,
    copyLink: 'إذا لم يعمل الزر، فانسخ هذا الرابط إلى المتصفح:',
    notYou:
      'إذا لم تطلب هذه الرسالة، فيمكنك تجاهلها: لا يستطيع أحد تسجيل الدخول من دون هذا الرابط أو الرمز، وكلاهما تنتهي صلاحيته تلقائيًا.',
    support: 'هل لديك أسئلة؟ راسلنا على',
    footer: (company) => `وصلتك هذه الرسالة لأن شخصًا ما طلب تسجيل الدخول إلى ${company} باستخدام عنوانك.`,
  },
  notice: {
    button: 'تحديث وسيلة الدفع',
    copyLink: 'إذا لم يعمل الزر، فانسخ هذا الرابط إلى المتصفح:',
    support: 'هل لديك أسئلة؟ راسلنا على',
    fact: (label, value) => `${label}: ${value}`,
    separator: '، ',
    betweenSentences: ' ',
  },
  paymentFailed: {
    subject: (company) => `تعذّر إتمام دفعتك إلى ${company}`,
    preheader: (amount) => `لا يزال مبلغ ${amount} مستحقًا.`,
    heading: 'تعذّر إتمام دفعتك',
    intro: (method) =>
      method ? `لم نتمكن من الخصم من ${methodName(method)}.` : 'لا توجد وسيلة دفع يمكننا الخصم منها.',
    reason: {
      insufficient_funds: 'أفاد مصرفك بأن الرصيد غير كافٍ.',
      authentication_required: 'يطلب مصرفك تأكيد الدفع: سجّل الدخول وأتمم الدفع بنفسك.',
      expired_card: 'انتهت صلاحية البطاقة.',
    },
    amount: 'المبلغ المستحق',
    invoice: 'الفاتورة',
    purpose: 'مقابل',
    more: (count) =>
      plural(count, {
        zero: 'ولا شيء غير ذلك',
        one: 'وبند آخر',
        two: 'وبندان آخران',
        few: `و${count} بنود أخرى`,
        many: `و${count} بندًا آخر`,
        other: `و${count} بند آخر`,
      }),
    nextTry: 'المحاولة التالية',
    none: 'لا توجد',
    afterLast: (date, consequence) => `المحاولة الأخيرة بتاريخ ${date}. إذا لم تنجح أيضًا، ${CONSEQUENCE[consequence]}.`,
    isLast: (consequence) => `هذه هي المحاولة الأخيرة. إذا لم تنجح أيضًا، ${CONSEQUENCE[consequence]}.`,
    noMore: 'لن نعيد المحاولة تلقائيًا.',
    standing: {
      CANCELED: 'انتهى اشتراكك.',
      UNPAID: 'اشتراكك معلَّق إلى حين سداد جميع المبالغ المتأخرة.',
      PAUSED: 'اشتراكك موقوف مؤقتًا إلى حين سداد جميع المبالغ المتأخرة.',
    },
    action: 'سنعيد المحاولة بمجرد اختيار وسيلة دفع أخرى.',
    footer: (company) => `وصلتك هذه الرسالة لأن هناك دفعة مستحقة إلى ${company}.`,
  },
  cardExpiring: {
    subject: (company) => `تنتهي صلاحية بطاقتك لدى ${company} قريبًا`,
    preheader: (month) => `البطاقة صالحة حتى نهاية ${month}.`,
    heading: 'تنتهي صلاحية بطاقتك قريبًا',
    intro: (method, month, company) =>
      `${methodName(method)} صالحة حتى نهاية ${month}. وبها يُدفع اشتراكك لدى ${company}.`,
    action: 'أضف وسيلة دفع جديدة قبل ذلك، كي تتم دفعتك التالية.',
    footer: (company) => `وصلتك هذه الرسالة لأنك تدفع إلى ${company} بهذه البطاقة.`,
  },
};
