// What the protocol's words are called on screen. A word that is not listed shows as it is, so that
// a newer simulator never leaves a gap.

const STATES = { open: "待打开", verifying: "认证中", willing: "意愿认证", organizing: "企业认证中", approving: "待管理员审批", not_approved: "审批未通过", passed: "已通过", failed: "未通过", expired: "已过期" };

const STATE_TONES = { open: "quiet", verifying: "wait", willing: "wait", organizing: "wait", approving: "wait", not_approved: "bad", passed: "good", failed: "bad", expired: "bad" };

const METHODS = { face: "人脸识别", mobile3: "手机号认证", bankcard4: "银行卡认证" };

const ORG_METHODS = {
  alipay_quick: "法人快捷认证",
  legal_rep_in_person: "法定代表人认证",
  legal_rep_authorization: "法人授权认证",
  bank_transfer: "对公打款认证",
};

const ORG_PROOFS = {
  alipay_quick: "法人快捷认证",
  legal_rep: "法定代表人本人认证",
  legal_rep_willingness: "法定代表人本人意愿认证",
  legal_rep_authorization: "法人授权认证",
  bank_transfer: "对公打款认证",
};

const ORG_COMPARISONS = {
  not_covered: "数据源未覆盖",
  cancelled: "已注销",
  revoked: "已吊销",
  annulled: "已撤销",
  moved_out: "已迁出",
  founding: "设立中",
  liquidating: "清算中",
  suspended: "已停业",
  other: "登记状态为其他",
  unknown: "登记状态未知",
};

const ORG_FIELDS = { name: "企业名称", code: "代码", legal_rep_name: "法定代表人姓名", legal_rep_document: "法定代表人证件" };

const DIRECTIONS = { forward: "正向打款", reverse: "反向打款" };

const VENDORS = { esign: "快捷刷脸", alipay: "支付宝", tencent: "腾讯云", wechat: "微信" };

const FACE_ACTIONS = { blink: "请眨眨眼", open_mouth: "请张张嘴", look_away: "请看别处" };

const FACE_STATES = { issued: "等待扫码", scanned: "已扫码", acting: "刷脸中", ended: "已结束", expired: "二维码已过期" };

const FACE_OUTCOMES = {
  passed: "通过",
  wrong_action: "动作不符",
  not_same_person: "非同一人",
  no_liveness: "非活体",
  eyes_covered: "眼睛被遮挡",
  timed_out: "超时",
  cancelled: "放弃",
  refused: "拒绝授权",
  similarity_too_low: "相似度不够",
  identity_unknown: "姓名或证件号有误",
  browser_unfit: "浏览器不支持",
  device_unfit: "设备不支持",
  answer_wrong: "回答有误",
  answer_silent: "没有声音",
  speech_unavailable: "语音识别异常",
  name_malformed: "姓名格式有误",
  number_malformed: "证件号格式有误",
};

const FACE_FACTS = { same: "本人", not_same_person: "非同一人", no_liveness: "非活体", eyes_covered: "眼睛被遮挡", timed_out: "超时" };

const PAGES = {
  authorize: "应用授权",
  willingness: "意愿认证",
  "choose-method": "选择认证方式",
  mobile: "填写手机号认证",
  "mobile-code": "短信验证",
  face: "填写人脸识别",
  "face-qr": "等待刷脸",
  "org-info": "组织信息核验",
  "choose-org-method": "选择企业认证方式",
  "alipay-quick": "法人快捷认证",
  "legal-rep": "法定代表人认证",
  "legal-rep-authorization": "法人授权认证",
  "bank-account": "填写对公账户",
  "bank-confirm": "打款信息确认",
  "reverse-payment": "反向打款",
  "approval-pending": "等待管理员审批",
  "approval-refused": "管理员未通过",
  "phone-face": "快捷刷脸",
  "alipay-face": "支付宝刷脸",
  "face-action": "刷脸动作",
  "face-result": "刷脸结果",
  "already-scanned": "已被其他手机扫描",
  bankcard: "填写银行卡认证",
  "bankcard-code": "短信验证",
  result: "认证结果",
  "flow-ended": "流程已结束",
  "flow-expired": "链接已过期",
  "not-found": "页面不存在",
};

const DETAILS = {
  psn_id: "账号",
  to: "收件",
  tries_left: "剩余次数",
  method: "方式",
  fields: "不一致的信息",
  vendor: "刷脸方式",
  action: "动作",
  outcome: "结果",
  scopes: "授权",
  attempt: "第几次",
  status: "HTTP 状态",
  person: "人物",
  account: "应用账号",
  file: "文件",
  ticket: "刷脸或签署编号",
  notice: "通知",
  organization: "企业",
  result: "核验结果",
  compare: "信息比对",
  direction: "打款方向",
  amount: "金额（元）",
  reason: "原因",
  payer: "付款方",
  kind: "文件类型",
  bytes: "字节数",
  proof: "认证方式",
  grantor: "授权人",
};

const FIELDS = { name: "姓名", document: "证件", mobile: "手机号", bank_card: "银行卡" };

const DELIVERIES = { unreachable: "连不上", timed_out: "超时", forbidden: "地址不许投递" };

const NOTICE_STATES = { pending: "待投递", delivered: "已送达", given_up: "已放弃" };

const NOTICE_TONES = { pending: "wait", delivered: "good", given_up: "bad" };

const NOTICE_ACTIONS = { AUTH_PASS: "实名通过", AUTHORIZE_FINISH: "授权完成", AUTHORIZE_CHANGE: "授权取消", identity_psn_end: "个人认证结束", identity_org_end: "企业认证结束", identity_org_payed: "打款结果", identity_org_letter: "授权书审核结果", face_page_opened: "刷脸页面已打开（GET）" };

const DEADLINES = { flow_expires: "流程过期", notice_attempt: "投递通知", transfer_due: "打款到账或退回", letter_reviewed: "授权书审核" };

const LINE_STATES = { ported: "携号转网", transferred: "刚过户", closed: "已销号", silent: "收不到短信" };

/** What becomes of a payout, where it does not simply arrive. */
const INCOMING = { bounces: "打款退回", hangs: "打款无回音", refused: "拒收打款" };

const CARD_STATES = { frozen: "已冻结", closed: "已销户" };

const DOCUMENTS = { id_card: "身份证", hong_kong: "港澳通行证（港）", macao: "港澳通行证（澳）", taiwan: "台胞证", passport: "护照" };

const DEFECTS = {
  wrong_code_accepted: "错误的验证码也通过",
  signature_unchecked: "不校验请求签名",
  notice_lost: "通知不发送",
  stale_request_accepted: "过期的请求也通过",
  old_code_accepted: "过期的验证码也通过",
  code_sent_without_pause: "验证码可以连续发送",
  wrong_entries_uncounted: "输错验证码不限次数",
  flow_never_expires: "链接永不失效",
  notice_never_retried: "通知失败不再重发",
  wrong_amount_accepted: "打款金额不核对",
  payer_unchecked: "反向打款不核对付款方",
  letter_not_needed: "对公打款不要授权书",
  amount_accepted_late: "回填金额不限时间",
  failure_told: "认证失败也通知（V2）",
  accounts_unlimited: "账号数不限（V2）",
  trusted_data_never_stale: "可信数据永不过期（V2）",
  compare_unthrottled: "信息比对不风控（V2）",
};

const RULES = {
  code_life: "验证码有效期",
  code_resend_interval: "验证码重发间隔",
  code_wrong_entries_max: "第几次输错后验证码作废",
  code_compared: "校验验证码",
  flow_life: "流程有效期",
  grant_life: "授权有效期",
  same_flow_found_again: "相同参数返回同一未完成流程",
  method_failures_per_day_max: "每种方式每日可失败次数",
  method_failures_warned: "剩余几次时提醒",
  proven_mobile_needs_code: "已验证过的手机号再次要验证码",
  face_ticket_life: "刷脸二维码有效期",
  face_link_life_tencent: "接口刷脸链接有效期（腾讯云）",
  face_link_life_alipay: "接口刷脸链接有效期（支付宝）",
  face_link_life_esign: "接口刷脸链接有效期（快捷刷脸、微信）",
  willingness_face_needed: "授权前再刷脸确认意愿",
  signature_compared: "校验请求签名",
  request_window: "请求时间戳允许偏差（真实时间）",
  token_life: "Token 有效期（真实时间）",
  token_overlap: "旧 Token 继续可用（真实时间）",
  redirect_delay_real_name_seconds: "仅实名：结果页停留秒数",
  redirect_delay_authorize_seconds: "授权：结果页默认停留秒数",
  notices_sent: "发送通知",
  amount_wrong_entries_max: "金额可填错次数",
  amount_compared: "校验回填金额",
  amount_window: "金额回填期限",
  payout_amount_random: "打款金额随机（否则 0.01）",
  payouts_per_day_max: "每日可打款次数",
  payout_interval: "两次打款间隔",
  payout_working_days_max: "预计到账工作日",
  payer_compared: "校验反向打款的付款方",
  letter_needed: "对公打款需授权书",
  sign_link_life: "签署链接有效期",
  sign_message_interval: "签署短信间隔",
  service_letter_needed: "接口对公打款也需授权书（V2）",
  check_retry_intervals: "核身通知重试间隔（V2）",
  failures_told: "认证失败也通知（V2）",
  real_name_retry_intervals: "实名通知重试间隔（V2）",
  file_upload_life: "上传地址有效期",
  trusted_data_life: "可信数据有效期（V2）",
  older_codes: "沿用旧版页面的错误码（V2）",
  accounts_per_document_max: "每个证件号可创建账号数（V2）",
  compare_minute_max: "相同信息比对：1 分钟内几次后风控（V2）",
  compare_minute_block: "相同信息比对：超过 1 分钟限制后的风控时长（V2）",
  compare_ten_minutes_max: "相同信息比对：10 分钟内几次后风控（V2）",
  compare_ten_minutes_block: "相同信息比对：超过 10 分钟限制后的风控时长（V2）",
  compare_day_max: "相同信息比对：一天内几次后风控（V2）",
  compare_day_block: "相同信息比对：超过一天限制后的风控时长（V2）",
  compare_details_told: "企业比对返回比对详情（V2）",
  service_answers: "认证服务可用（V2）",
  account_lookup_answers: "账号查询可用（V2）",
  sign_service_answers: "法人签署服务可用（V2）",
  data_source_answers: "数据源可用",
  order_balance_left: "订单余额充足（V2）",
  approval_needed: "授权需管理员审批",
  notice_retry_intervals: "通知重试间隔",
};

/** Operations by which waiting pages keep themselves fresh: many, and seldom of interest. */
const BACKGROUND = new Set(["hosted_state", "hosted_style", "hosted_script"]);

/** The word's name on screen, or the word itself. */
function called(names, word) {
  return Object.hasOwn(names, word) ? names[word] : String(word ?? "–");
}

/** A mobile number in three groups, as people read it; anything else as it is. */
function grouped(address) {
  return /^1\d{10}$/.test(address) ? `${address.slice(0, 3)} ${address.slice(3, 7)} ${address.slice(7)}` : address;
}

/** Who goes through the flow, as far as that is known. */
function userOf(flow) {
  const { name, address } = flow.subject ?? {};
  return name || (address ? grouped(address) : "未填写的用户");
}

/** Who the flow is to verify: the person, or the organization that he acts for. */
function subjectOf(flow) {
  return flow.organization ? flow.organization.name || "未填写的企业" : userOf(flow);
}

/** By which method its subject is verified; nothing while none is chosen. */
function methodOf(flow) {
  const { organization, method } = flow;
  if (organization) return organization.method && called(ORG_METHODS, organization.method);
  return method && called(METHODS, method);
}

/** Who acts for an organization, and how he proved himself. */
function transactorOf(flow) {
  return `经办人 ${userOf(flow)}${flow.method ? `（${called(METHODS, flow.method)}）` : ""}`;
}

// The lanes of a sequence, from left to right. The receiver of notices is the caller's own server.
const LANES = ["调用方", "平台", "用户", "手机", "银行", "审核"];
const [CALLER, PLATFORM, USER, PHONE, BANK, DESK] = [0, 1, 2, 3, 4, 5];

/**
 * How an event is drawn: from which lane to which, in which words and tone.
 * An event that stays in its lane is something the platform does by itself.
 */
function drawn({ kind, who, detail }) {
  const method = called(METHODS, detail.method);
  switch (kind) {
    case "link_issued": return { from: CALLER, to: PLATFORM, label: "申请认证链接" };
    case "link_found_again": return { from: CALLER, to: PLATFORM, label: "再次申请，返回同一流程" };
    case "link_opened": return { from: USER, to: PLATFORM, label: "打开链接" };
    case "account_opened": return { from: PLATFORM, to: PLATFORM, label: "开立账号" };
    case "code_sent": return { from: PLATFORM, to: PHONE, label: `验证码 → ${grouped(detail.to ?? "")}` };
    case "code_wrong": return { from: USER, to: PLATFORM, label: `验证码错误，剩余 ${detail.tries_left} 次`, tone: "bad" };
    case "logged_in": return { from: USER, to: PLATFORM, label: "登录并授权提交" };
    case "method_chosen": return { from: USER, to: PLATFORM, label: `选择${method}` };
    case "method_left": return { from: USER, to: PLATFORM, label: "更换认证方式" };
    case "comparison_passed": return { from: PLATFORM, to: PLATFORM, label: "信息比对一致", tone: "good" };
    case "comparison_failed": return { from: PLATFORM, to: PLATFORM, label: `信息比对不一致${differing(detail.fields)}`, tone: "bad" };
    case "mobile_proven": return { from: USER, to: PLATFORM, label: "验证码正确", tone: "good" };
    case "face_issued": return { from: PLATFORM, to: USER, label: `出示二维码 · ${called(VENDORS, detail.vendor)}` };
    case "face_scanned": return { from: PHONE, to: PLATFORM, label: "扫码" };
    case "face_taken": return { from: PHONE, to: PLATFORM, label: "另一部手机扫码，被拒", tone: "bad" };
    case "alipay_stranger": return { from: PHONE, to: PLATFORM, label: "他人的支付宝，被拒", tone: "bad" };
    case "face_started": return { from: PHONE, to: PLATFORM, label: `开始刷脸 · ${called(FACE_ACTIONS, detail.action)}` };
    case "face_ended": return { from: PHONE, to: PLATFORM, label: `刷脸结束 · ${called(FACE_OUTCOMES, detail.outcome)}`, tone: detail.outcome === "passed" ? "good" : "bad" };
    case "verified": return { from: PLATFORM, to: PLATFORM, label: `实名认证通过 · ${method}`, tone: "good" };
    case "granted": return { from: PLATFORM, to: PLATFORM, label: `授权生效 · ${(detail.scopes ?? []).length} 项`, tone: "good" };
    case "app_account_verified": return { from: PLATFORM, to: PLATFORM, label: "应用账号已实名", tone: "good" };
    case "invitation_sent": return { from: PLATFORM, to: PHONE, label: `短信邀请发往 ${detail.to}` };
    case "service_started": return { from: CALLER, to: PLATFORM, label: `发起认证${detail.method ? ` · ${called(METHODS, detail.method)}` : ""}（V2）` };
    case "failed": return { from: PLATFORM, to: CALLER, label: "认证未通过，流程结束", tone: "bad" };
    case "finished": return { from: PLATFORM, to: USER, label: "流程完成", tone: "good" };
    case "expired": return { from: PLATFORM, to: PLATFORM, label: "流程过期", tone: "bad" };
    case "notice_queued": return { from: PLATFORM, to: PLATFORM, label: `通知 ${detail.notice} 排队 · ${called(NOTICE_ACTIONS, detail.action)}` };
    case "notice_settled": return { from: PLATFORM, to: CALLER, label: `通知 ${detail.notice} 第 ${detail.attempt} 次 · ${delivery(detail)}`, tone: isDelivered(detail) ? "good" : "bad" };
    case "org_comparison_passed": return { from: PLATFORM, to: PLATFORM, label: "企业信息核验一致", tone: "good" };
    case "org_comparison_failed": return { from: PLATFORM, to: PLATFORM, label: orgDiffering(detail), tone: "bad" };
    case "org_method_chosen": return { from: USER, to: PLATFORM, label: `选择${called(ORG_METHODS, detail.method)}` };
    case "org_method_left": return { from: USER, to: PLATFORM, label: "更换企业认证方式" };
    case "direction_turned": return { from: USER, to: PLATFORM, label: `转到${called(DIRECTIONS, detail.direction)}` };
    case "payout_sent": return { from: PLATFORM, to: BANK, label: `打款 ${detail.amount} 元` };
    case "payout_arrived": return { from: BANK, to: PLATFORM, label: "打款到账", tone: "good" };
    case "payout_failed": return { from: BANK, to: PLATFORM, label: `打款失败 · ${detail.reason}`, tone: "bad" };
    case "amount_wrong": return { from: USER, to: PLATFORM, label: `金额错误，剩余 ${detail.tries_left} 次`, tone: "bad" };
    case "amount_confirmed": return { from: USER, to: PLATFORM, label: "金额正确", tone: "good" };
    case "payee_opened": return { from: PLATFORM, to: BANK, label: "开立收款子账号" };
    case "payment_received": return { from: BANK, to: PLATFORM, label: "收到 0.01 元", tone: "good" };
    case "payment_of_wrong_amount": return { from: BANK, to: PLATFORM, label: `收到 ${detail.amount} 元，金额不符`, tone: "bad" };
    case "payment_by_stranger": return { from: BANK, to: PLATFORM, label: `付款方不符 · ${detail.payer}`, tone: "bad" };
    case "letter_uploaded": return { from: USER, to: DESK, label: "上传授权书" };
    case "letter_approved": return { from: DESK, to: PLATFORM, label: "授权书审核通过", tone: "good" };
    case "letter_rejected": return { from: DESK, to: PLATFORM, label: `授权书驳回 · ${detail.reason}`, tone: "bad" };
    case "sign_issued": return { from: PLATFORM, to: USER, label: "出示签署二维码" };
    case "sign_message_sent": return { from: PLATFORM, to: PHONE, label: `签署链接 → ${grouped(detail.to ?? "")}` };
    case "sign_opened": return { from: PHONE, to: PLATFORM, label: "打开签署链接" };
    case "signer_failed": return { from: PHONE, to: PLATFORM, label: "法定代表人核验不一致", tone: "bad" };
    case "signer_proven": return { from: PHONE, to: PLATFORM, label: "法定代表人核验通过", tone: "good" };
    case "signed": return { from: PHONE, to: PLATFORM, label: "签署授权书", tone: "good" };
    case "sign_refused": return { from: PHONE, to: PLATFORM, label: "拒绝签署", tone: "bad" };
    case "org_verified": return { from: PLATFORM, to: PLATFORM, label: `企业实名通过 · ${called(ORG_PROOFS, detail.proof)}`, tone: "good" };
    case "approval_asked": return { from: PLATFORM, to: DESK, label: "等待管理员审批" };
    case "approved": return { from: DESK, to: PLATFORM, label: "管理员审批通过", tone: "good" };
    case "not_approved": return { from: DESK, to: PLATFORM, label: "管理员拒绝授权", tone: "bad" };
    default: return { from: { caller: CALLER, receiver: CALLER, user: USER, phone: PHONE, bank: BANK, reviewer: DESK, admin: DESK }[who] ?? PLATFORM, to: PLATFORM, label: kind };
  }
}

/** A particular of an event: its name, and its value as far as it has a name of its own. */
function particular([name, value]) {
  const names = { method: { ...METHODS, ...ORG_METHODS }, vendor: VENDORS, fields: { ...FIELDS, ...ORG_FIELDS }, result: ORG_COMPARISONS, direction: DIRECTIONS, proof: ORG_PROOFS, action: { ...FACE_ACTIONS, ...NOTICE_ACTIONS }, outcome: { ...FACE_OUTCOMES, ...DELIVERIES, status: "有应答" } }[name] ?? {};
  return [called(DETAILS, name), [value].flat().map((word) => called(names, word)).join("、")];
}

/** Where a rule or defect is documented. */
function source(page) {
  return String(page).startsWith("Unknown") ? "文档未说明" : page;
}

function differing(fields) {
  return fields?.length ? `：${fields.map((field) => called(FIELDS, field)).join("、")}` : "";
}

function orgDiffering({ result, fields }) {
  if (result !== "mismatch") return `企业信息核验未通过：${called(ORG_COMPARISONS, result)}`;
  return `企业信息核验不一致：${(fields ?? []).map((field) => called(ORG_FIELDS, field)).join("、")}`;
}

/** How an attempt to deliver ended, in a few characters. */
function delivery({ outcome, status }) {
  return outcome === "status" ? `HTTP ${status}` : called(DELIVERIES, outcome);
}

/** The provider counts 200 to 299 as received. */
function isDelivered({ outcome, status }) {
  return outcome === "status" && status >= 200 && status < 300;
}
