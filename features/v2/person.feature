# language: zh-CN
@v2 @person @sms @clock
功能: V2个人核身（纯接口）
  依据: identity_service/wry7rc、tgp6t3、wbsb6y

  @V2-TELECOM-01 @notice
  场景: 三要素一致并提交验证码，认证通过
    假如 一个未实名的人
    当 调用方为他发起运营商三要素核身
      | contextId | order-7 |
    那么 调用成功
    而且 他收到了1条验证码
    当 调用方提交他收到的验证码
    那么 调用成功
    而且 接收方收到1个无action的回调
    而且 无action的回调内容为
      | flowId    | {核身流程} |
      | serviceId | {核身流程} |
      | success   | true       |
      | status    | true       |
      | contextId | order-7    |
      | accountId | 缺         |
      | action    | 缺         |
    当 调用方查询"/v2/identity/auth/api/common/{核身流程}/detail"
    那么 返回数据为
      | status              | SUCCESS                     |
      | objectType          | INDIVIDUAL                  |
      | authType            | INDIVIDUAL_TELECOM_3_FACTOR |
      | indivInfo.name      | {姓名}                      |
      | indivInfo.certNo    | {证件号}                    |
      | indivInfo.mobileNo  | {手机号}                    |
      | failReason          | null                        |

  @V2-TELECOM-02
  场景大纲: 缺少或写错参数：<字段> <值>
    依据: identity_service/geg8ga；发起接口各用哪个码 Unknown，本项目的选择：公共错误码
    假如 一个未实名的人
    当 调用方为他发起运营商三要素核身
      | <字段> | <值> |
    那么 错误码是<错误码>

    例子:
      | 字段      | 值                   | 错误码   |
      | name      | 缺                   | 30500103 |
      | idNo      | ""                   | 30500104 |
      | mobileNo  | 缺                   | 30500106 |
      | idNo      | "330283199003070118" | 30500118 |
      | name      | 王                   | 30500119 |
      | mobileNo  | "1380000"            | 30500120 |
      | mobileNo  | " 13957400101"       | 30500116 |
      | grade     | BEST                 | 30500101 |
      | notifyUrl | ftp://x              | 30500101 |

  @V2-TELECOM-03
  场景: 比对不一致，不产生流程，标准版不说哪里不一致
    依据: identity_service/cgs6ee 30504001
    假如 一个手机号不是本人办理的人
    当 调用方为他发起运营商三要素核身
    那么 错误码是30504001
    而且 返回数据为
      | flowId | 缺 |

  @V2-TELECOM-04
  场景: 详情版说明手机号不一致
    依据: identity_service/kyken6 30501010
    假如 一个手机号不是本人办理的人
    当 调用方为他发起运营商三要素核身
      | grade | ADVANCED |
    那么 错误码是30501010

  @V2-TELECOM-05
  场景: 详情版说明姓名不一致
    依据: identity_service/kyken6 30501006
    假如 一个未实名的人
    而且 另有一个未实名的人
    当 调用方为他发起运营商三要素核身
      | grade | ADVANCED      |
      | name  | {别人.姓名}   |
    那么 错误码是30501006

  @V2-TELECOM-06
  场景: 同样的参数再发起一次，是另一个流程
    依据: Unknown，本项目的选择：每次发起都是新的流程
    假如 一个未实名的人
    而且 调用方为他发起了运营商三要素核身
    当 调用方为他发起运营商三要素核身
    那么 两次得到不同的核身流程

  @V2-TELECOM-07
  场景: 用途为企业认证时必须给出企业名称和证件号
    依据: identity_service/wry7rc certificationPurpose
    假如 一个未实名的人
    当 调用方为他发起运营商三要素核身
      | certificationPurpose | ORGANIZATION |
    那么 错误码是30500100
    当 调用方为他发起运营商三要素核身
      | certificationPurpose | ORGANIZATION         |
      | orgName              | 宁波某某贸易有限公司 |
      | orgCertNo            | 91350100M000100Y43   |
    那么 调用成功

  @V2-CODE-01
  场景: 一分钟内重发不再发短信，十五分钟内验证码不变
    依据: identity_service/nf4xwp
    假如 一个未实名的人
    而且 调用方为他发起了运营商三要素核身
    当 时间过去59秒
    而且 调用方要求重发验证码
    那么 调用成功
    而且 他收到了1条验证码
    当 时间过去1秒
    而且 调用方要求重发验证码
    那么 他收到了2条验证码
    而且 他最近两条验证码相同
    当 时间过去15分钟
    而且 调用方要求重发验证码
    那么 他收到了3条验证码
    而且 他最近两条验证码不同

  @V2-CODE-02
  场景: 验证码过了十五分钟
    依据: identity_service/ddklrl 30503006
    假如 一个未实名的人
    而且 调用方为他发起了运营商三要素核身
    当 时间过去15分钟
    而且 调用方提交他收到的验证码
    那么 错误码是30503006

  @V2-CODE-03
  场景: 第四次输错还能继续
    依据: identity_service/ddklrl 30503002；次数 Unknown，本项目的选择：第五次
    假如 一个未实名的人
    而且 调用方为他发起了运营商三要素核身
    当 调用方提交4次错误的验证码
    那么 错误码是30503002
    当 调用方提交他收到的验证码
    那么 调用成功

  @V2-CODE-04 @notice
  场景: 第五次输错，流程失败，默认不通知失败
    依据: identity_service/ddklrl 30503004、giq1w40lx67vwofr
    假如 一个未实名的人
    而且 调用方为他发起了运营商三要素核身
    当 调用方提交5次错误的验证码
    那么 错误码是30503004
    当 调用方提交他收到的验证码
    那么 错误码是30500002
    当 调用方查询"/v2/identity/auth/api/common/{核身流程}/detail"
    那么 返回数据为
      | status     | FAIL |
      | failReason | 非空 |
      | authType   | null |
    而且 接收方没有收到通知

  @V2-CODE-05 @notice
  场景: 开通了失败通知
    依据: identity_service/giq1w40lx67vwofr
    假如 一个未实名的人
    而且 规则failures_told改为true
    而且 调用方为他发起了运营商三要素核身
    当 调用方提交5次错误的验证码
    那么 接收方收到1个无action的回调
    而且 无action的回调内容为
      | success | false |
      | status  | false |

  @V2-CODE-06
  场景大纲: 验证码的格式：<验证码>
    依据: identity_service/ddklrl
    假如 一个未实名的人
    而且 调用方为他发起了运营商三要素核身
    当 调用方提交验证码"<验证码>"
    那么 错误码是<错误码>

    例子:
      | 验证码  | 错误码   |
      |         | 30500101 |
      | 12 456  | 30500116 |

  @V2-CODE-07
  场景: 用另一种方式的接口提交验证码
    依据: identity_service/ddklrl 30501005、paas_api/hdlqxs89apia8z5g 30501004
    假如 一个未实名的人
    而且 调用方为他发起了运营商三要素核身
    当 调用方以PUT请求"/v2/identity/auth/pub/individual/{核身流程}/bankCard4Factors"
      | authcode | "123456" |
    那么 错误码是30501004
    假如 调用方为他发起了银行卡四要素核身
    当 调用方以PUT请求"/v2/identity/auth/pub/individual/{核身流程}/telecom3Factors"
      | authcode | "123456" |
    那么 错误码是30501005

  @V2-CODE-08
  场景: 流程在第三十天失效
    依据: identity_service/ddklrl 30500003
    假如 一个未实名的人
    而且 调用方为他发起了运营商三要素核身
    当 时间过去29天
    而且 调用方要求重发验证码
    那么 调用成功
    当 时间过去1天
    而且 调用方提交他收到的验证码
    那么 错误码是30500003

  @V2-CODE-09
  场景大纲: 不存在的流程：<调用>
    依据: identity_service/ddklrl 30500004
    假如 一个未实名的人
    当 调用方以<方法>请求"<调用>"
    那么 错误码是30500004

    例子:
      | 方法 | 调用                                                                        |
      | POST | /v2/identity/auth/api/individual/793857367581143859/telecom3FactorAuthCode  |
      | POST | /v2/identity/auth/api/individual/793857367581143859/bankCard4FactorAuthCode |
      | GET  | /v2/identity/auth/pub/individual/793857367581143859/face                    |
      | GET  | /v2/identity/auth/api/common/793857367581143859/detail                      |
      | GET  | /v2/identity/auth/api/common/abc/outline                                    |

  @V2-BANK4-01
  场景: 四要素一致并提交预留手机号的验证码
    假如 一个银行预留手机号是另一个号码的人
    当 调用方为他发起银行卡四要素核身
      | mobileNo | "13657400909" |
    那么 调用成功
    当 调用方查询"/v2/identity/auth/api/common/{核身流程}/outline"
    那么 返回数据为
      | flowStatus               | ING                          |
      | subFlows[0].subFlowType  | INDIVIDUAL_BANKCARD_4_FACTOR |
      | subFlows[0].status       | ING                          |

  @V2-BANK4-02
  场景: 四要素一致并提交验证码，认证通过
    假如 一个未实名的人
    而且 调用方为他发起了银行卡四要素核身
    当 调用方要求重发验证码
    那么 调用成功
    当 调用方提交他收到的验证码
    那么 调用成功
    当 调用方查询"/v2/identity/auth/api/common/{核身流程}/detail"
    那么 返回数据为
      | authType             | INDIVIDUAL_BANKCARD_4_FACTOR |
      | indivInfo.bankCardNo | {银行卡号}                   |

  @V2-BANK4-03
  场景: 银行卡四要素不一致
    依据: identity_service/ofppps 30504001、qqd8bs 30504034
    假如 一个未实名的人
    而且 另有一个未实名的人
    当 调用方为他发起银行卡四要素核身
      | bankCardNo | "{别人.银行卡号}" |
    那么 错误码是30504001
    当 调用方为他发起银行卡四要素核身
      | bankCardNo | "{别人.银行卡号}" |
      | grade      | ADVANCED          |
    那么 错误码是30504034

  @V2-BANK4-04
  场景大纲: 银行卡四要素的参数：<字段> <值>
    依据: identity_service/geg8ga
    假如 一个未实名的人
    当 调用方为他发起银行卡四要素核身
      | <字段> | <值> |
    那么 错误码是<错误码>

    例子:
      | 字段       | 值                    | 错误码   |
      | bankCardNo | 缺                    | 30500107 |
      | bankCardNo | "12"                  | 30500101 |
      | certType   | INDIVIDUAL_CH_OFFICER | 30500101 |

  @V2-BANK4-05
  场景: 旧版页面的错误码：银行卡四要素不一致
    依据: identity_service/tgp6t3 旧版页面 30501001；与新版页面的错误码不同 Unknown，本项目的选择：可切换
    假如 一个未实名的人
    而且 另有一个未实名的人
    而且 规则older_codes改为true
    当 调用方为他发起银行卡四要素核身
      | bankCardNo | "{别人.银行卡号}" |
      | grade      | ADVANCED          |
    那么 错误码是30501001
    而且 错误信息包含"银行卡四要素信息核验失败"
    假如 规则older_codes改为false
    当 调用方为他发起银行卡四要素核身
      | bankCardNo | "{别人.银行卡号}" |
    那么 错误码是30504001

  @V2-NOTICE-01 @notice
  场景: 应用订阅的通知带action，调用给出的地址不带，两个都通知
    依据: identity_service/giq1w40lx67vwofr
    假如 一个未实名的人
    而且 应用设置了Webhook地址
    而且 调用方为他发起了运营商三要素核身
    当 调用方提交他收到的验证码
    那么 接收方收到1个无action的回调
    而且 Webhook收到1个identity_psn_end通知
    而且 identity_psn_end通知的内容为
      | flowId  | {核身流程} |
      | success | true       |

  @V2-NOTICE-02 @notice
  场景: 核身通知在1秒和5秒后重试，一共三次
    依据: identity_service/awa4m6
    假如 一个未实名的人
    而且 接收方先回答5次500
    而且 调用方为他发起了运营商三要素核身
    当 调用方提交他收到的验证码
    那么 重试间隔依次是
      | 1s |
      | 5s |
    而且 每次投递的内容相同
    当 时间过去1天
    那么 接收方一共收到3次投递

  @V2-NOTICE-03 @notice
  场景: 只有200算收到
    依据: identity_service/awa4m6
    假如 一个未实名的人
    而且 接收方先回答1次204
    而且 调用方为他发起了运营商三要素核身
    当 调用方提交他收到的验证码
    而且 时间过去1秒
    那么 接收方一共收到2次投递

  @V2-QUERY-01
  场景: 查询子流程的步骤
    依据: identity_service/btvruu
    假如 一个未实名的人
    而且 调用方为他发起了银行卡四要素核身
    当 调用方查询"/v2/identity/auth/api/common/{核身流程}/outline"
    那么 返回数据为
      | flowStatus              | ING                          |
      | subFlows[0].subFlowType | INDIVIDUAL_BANKCARD_4_FACTOR |
    当 调用方把返回的subFlows[0].subFlowId记作子流程号
    而且 调用方提交他收到的验证码
    而且 调用方查询"/v2/identity/auth/api/common/{核身流程}/process?subFlowId={子流程号}"
    那么 返回数据为
      | detailList[0].type   | PSN_BANKINFO_4 |
      | detailList[0].status | SUCCESS        |
      | detailList[1].type   | AUTHCODE       |
      | detailList[1].status | SUCCESS        |
    当 调用方查询"/v2/identity/auth/api/common/{核身流程}/process?subFlowId=1"
    那么 错误码是30500050

  @V2-QUERY-02
  场景: V3不认识V2的流程
    依据: auth3/hlrs7s 1450007
    假如 一个未实名的人
    而且 调用方为他发起了运营商三要素核身
    当 调用方查询"/v3/auth-flow/{核身流程}"
    那么 错误码是1450007

  @V2-BANK4-06
  场景大纲: 证件类型与号码：<人>，<类型>
    依据: identity_service/tgp6t3 certType（居住证号码从810等开始，永久居留身份证号码从9开始）
    假如 一个<人>的人
    当 调用方为他发起银行卡四要素核身
      | certType | <类型> |
    那么 错误码是<错误码>

    例子:
      | 人                   | 类型                                    | 错误码   |
      | 未实名               | INDIVIDUAL_CH_RESIDENCE_PERMIT_HK_MO_TW | 30500118 |
      | 未实名               | INDIVIDUAL_CH_GREEN_CARD                | 30500118 |
      | 未实名               | INDIVIDUAL_CH_IDCARD                    | 0        |
      | 持港澳居民居住证     | INDIVIDUAL_CH_RESIDENCE_PERMIT_HK_MO_TW | 0        |
      | 持外国人永久居留身份证 | INDIVIDUAL_CH_GREEN_CARD                | 0        |
      | 持外国人永久居留身份证 | INDIVIDUAL_PASSPORT                     | 30500118 |

  @V2-QUERY-03
  场景大纲: 查询结果里的证件类型与国籍：<人>
    依据: paas_api/gixgs3o2tazg1ta1 certType、nationality
    假如 一个<人>的人
    而且 调用方为他发起了银行卡四要素核身
    当 调用方查询"/v2/identity/auth/api/common/{核身流程}/detail"
    那么 返回数据为
      | indivInfo.certType    | <类型> |
      | indivInfo.nationality | <国籍> |

    例子:
      | 人                     | 类型                                    | 国籍           |
      | 未实名                 | INDIVIDUAL_CH_IDCARD                    | MAINLAND       |
      | 持港澳居民居住证       | INDIVIDUAL_CH_RESIDENCE_PERMIT_HK_MO_TW | HONGKONG_MACAO |
      | 持外国人永久居留身份证 | INDIVIDUAL_CH_GREEN_CARD                | FOREIGN        |
