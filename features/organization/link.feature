# language: zh-CN
@v3 @organization
功能: 申请企业认证链接
  依据: auth3/kcbdu7

  @ORG-LINK-01
  场景: 返回流程号、长链接和短链接
    假如 一个未实名的人
    而且 法定代表人是他的一家企业
    当 调用方为企业申请实名链接，经办人是他
    那么 调用成功
    而且 返回数据为
      | authFlowId   | 非空 |
      | authUrl      | 非空 |
      | authShortUrl | 非空 |

  @ORG-LINK-02
  场景: 流程未完成时同样的参数得到同一个流程
    依据: Unknown，取未完成的流程
    假如 一个未实名的人
    而且 法定代表人是他的一家企业
    而且 调用方为企业申请了实名链接，经办人是他
    当 调用方用同样的参数再申请一次
    那么 两次得到同一个流程号

  @ORG-LINK-03
  场景: 参数不同就是另一个流程
    依据: Unknown，取未完成的流程
    假如 一个未实名的人
    而且 法定代表人是他的一家企业
    而且 调用方为企业申请了实名链接，经办人是他
    当 调用方改动参数再申请一次
      | orgAuthConfig.orgName | 宁波另名仿真有限公司 |
    那么 两次得到不同的流程号

  @ORG-LINK-04
  场景: 缺少必填参数
    依据: codemsg-v3/agi7xuv4yrw1i8f3 1450001
    当 调用方申请企业链接，请求体为
      """
      {"notifyUrl": "http://127.0.0.1:9/notice"}
      """
    那么 错误码是1450001

  @ORG-LINK-05
  场景大纲: 参数值不在允许的范围：<参数>
    依据: codemsg-v3/agi7xuv4yrw1i8f3 1450002
    假如 一个未实名的人
    而且 法定代表人是他的一家企业
    当 调用方为企业申请实名链接，经办人是他
      | <参数> | <值> |
    那么 错误码是1450002

    例子:
      | 参数                                                  | 值                       |
      | orgAuthConfig.orgInfo.orgIDCardType                   | CRED_ORG_CODE            |
      | orgAuthConfig.orgAuthPageConfig.orgDefaultAuthMode    | ORG_LEGALREP             |
      | orgAuthConfig.orgAuthPageConfig.orgAvailableAuthModes | ["ORG_ALIPAY_QUICK"]     |
      | orgAuthConfig.orgAuthPageConfig.orgEditableFields     | ["orgName"]              |
      | authorizeConfig.authorizedScopes                      | ["manage_everything"]    |
      | clientType                                            | TV                       |

  @ORG-LINK-06
  场景大纲: 参数格式错误：<参数>
    依据: codemsg-v3/agi7xuv4yrw1i8f3 1450003
    假如 一个未实名的人
    而且 法定代表人是他的一家企业
    当 调用方为企业申请实名链接，经办人是他
      | <参数> | <值> |
    那么 错误码是1450003

    例子:
      | 参数                                    | 值                   |
      | orgAuthConfig.orgName                   | 甲                   |
      | orgAuthConfig.orgInfo.orgIDCardNum      | 91330283MA2JX70158   |
      | orgAuthConfig.orgInfo.orgBankAccountNum | 3901-2300-09         |
      | orgAuthConfig.orgInfo.legalRepIDCardNum | 330213199004123018   |
      | orgAuthConfig.transactorInfo.psnAccount | 1395740010           |

  @ORG-LINK-07
  场景大纲: 账号ID不存在：<参数>
    依据: codemsg-v3/agi7xuv4yrw1i8f3 1435203
    假如 一个未实名的人
    而且 法定代表人是他的一家企业
    当 调用方为企业申请实名链接，经办人是他
      | <参数> | 0123456789abcdef0123456789abcdef |
    那么 错误码是1435203

    例子:
      | 参数                               |
      | orgAuthConfig.orgId                |
      | orgAuthConfig.transactorInfo.psnId |

  @ORG-LINK-08 @page @sms @bank @letter @clock
  场景: 实名认证模式下已实名的企业不能再申请
    依据: codemsg-v3/agi7xuv4yrw1i8f3 1450006
    假如 一个已用手机号实名的人
    而且 法定代表人是他的一家企业
    而且 企业已由他完成实名认证
    当 调用方为企业申请实名链接，经办人是他
    那么 错误码是1450006

  @ORG-LINK-09 @page @sms
  场景: 经办人的信息与已实名的不一致
    依据: auth3/kcbdu7 psnIdentityVerify
    假如 一个已用手机号实名的人
    而且 法定代表人是他的一家企业
    当 调用方为企业申请实名链接，经办人是他
      | orgAuthConfig.transactorInfo.psnInfo.psnName           | 林冬至 |
      | orgAuthConfig.transactorInfo.psnInfo.psnIdentityVerify | true   |
    那么 调用失败

  @ORG-LINK-10 @page @sms @clock
  场景: 三十天后链接过期，流程状态是0
    依据: auth3/hlrs7s authorizedStatus
    假如 一个未实名的人
    而且 法定代表人是他的一家企业
    而且 调用方为企业申请了授权链接，经办人是他，权限为"get_org_identity_info"
    当 时间过去30天
    而且 他在电脑上打开链接
    那么 页面是「链接已过期」
    当 调用方查询流程详情
    那么 返回数据为
      | authType              | ORG  |
      | realNameStatus        | 0    |
      | authorizedStatus      | 0    |
      | realNameOrWillingness | none |

  @ORG-LINK-11 @page @sms @bank @letter @clock @admin
  场景: 管理员拒绝后流程就结束了，同样的参数得到新的流程
    依据: auth3/hlrs7s authorizedStatus；Unknown，取未完成的流程
    假如 一个已用手机号实名的人
    而且 另有一个已用手机号实名的人
    而且 法定代表人是他的一家企业
    而且 企业已由他完成实名认证
    而且 调用方为企业申请了授权链接，经办人是别人，权限为"get_org_identity_info"
    而且 别人在电脑上打开了链接
    而且 别人完成了应用授权
    而且 企业管理员拒绝了授权
    当 调用方用同样的参数再申请一次
    那么 两次得到不同的流程号
    当 调用方查询流程详情
    那么 返回数据为
      | authorizedStatus | 2 |
