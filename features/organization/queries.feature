# language: zh-CN
@v3 @organization
功能: 查询企业的认证与授权
  依据: auth3/xxz4tc

  @ORG-QUERY-01 @page @sms
  场景: 未实名的企业
    假如 一个未实名的人
    而且 法定代表人是他的一家企业
    而且 调用方为企业申请了实名链接，经办人是他
    当 调用方查询企业的认证信息
    那么 返回数据为
      | realnameStatus    | 0           |
      | authorizeUserInfo | false       |
      | orgId             | 非空        |
      | orgName           | {企业.名称} |
      | orgAuthMode       | null        |
      | orgInfo           | null        |

  @ORG-QUERY-02
  场景: 查不到的企业
    依据: codemsg-v3/agi7xuv4yrw1i8f3 1450008
    假如 一个未实名的人
    而且 法定代表人是他的一家企业
    当 调用方查询企业的认证信息
    那么 错误码是1450008
    当 调用方按证件号查询企业的认证信息
    那么 错误码是1450008

  @ORG-QUERY-03
  场景大纲: 查询参数有误：<路径>
    依据: codemsg-v3/agi7xuv4yrw1i8f3
    当 调用方查询"<路径>"
    那么 错误码是<错误>

    例子:
      | 路径                                                                                      | 错误    |
      | /v3/organizations/identity-info                                                           | 1450001 |
      | /v3/organizations/identity-info?orgIDCardNum=91330283MA2JX70157                           | 1450001 |
      | /v3/organizations/identity-info?orgIDCardNum=91330283MA2JX70157&orgIDCardType=CRED_ORG    | 1450002 |
      | /v3/organizations/identity-info?orgIDCardNum=9133&orgIDCardType=CRED_ORG_USCC             | 1450003 |
      | /v3/organizations/identity-info?orgId=0123456789abcdef0123456789abcdef                    | 1435203 |
      | /v3/organizations/0123456789abcdef0123456789abcdef/authorized-info                        | 1435203 |

  @ORG-QUERY-04 @page @sms @bank @letter @clock
  场景: 已实名而没有授权时，只给公开的部分，管理员姓名和账号掩码
    假如 一个已用手机号实名的人
    而且 法定代表人是他的一家企业
    而且 企业已由他完成实名认证
    当 调用方查询企业的认证信息
    那么 返回数据为
      | realnameStatus                   | 1                   |
      | authorizeUserInfo                | false               |
      | orgAuthMode                      | ORG_BANK_TRANSFER   |
      | orgInfo.orgIDCardNum             | {企业.代码}         |
      | orgInfo.orgIDCardType            | CRED_ORG_USCC       |
      | orgInfo.orgType                  | null                |
      | orgInfo.legalRepName             | {企业.法定代表人}   |
      | orgInfo.legalRepIDCardNum        | null                |
      | orgInfo.legalRepIDCardType       | null                |
      | orgInfo.adminName                | 林**                |
      | orgInfo.adminAccount             | 1******0101         |
      | orgInfo.corporateAccount         | null                |
      | orgInfo.orgBankAccountNum        | null                |
      | orgInfo.cnapsCode                | null                |
      | orgInfo.authorizationDownloadUrl | null                |

  @ORG-QUERY-05 @page @sms @bank @letter @clock
  场景: 三种查法得到同一家企业
    假如 一个已用手机号实名的人
    而且 法定代表人是他的一家企业
    而且 企业已由他完成实名认证
    而且 调用方知道企业的企业账号ID
    当 调用方按企业账号ID查询企业的认证信息
    那么 返回数据为
      | orgName | {企业.名称} |
    当 调用方按证件号查询企业的认证信息
    那么 返回数据为
      | orgId   | {企业账号ID} |
      | orgName | {企业.名称}  |

  @ORG-QUERY-06 @page @sms
  场景: 授权后给出法定代表人证件号；不是对公打款就没有账户
    假如 一个已用手机号实名的人
    而且 法定代表人是他的一家企业
    而且 调用方为企业申请了授权链接，经办人是他，权限为"get_org_identity_info"
    而且 他在电脑上为企业走到了「法定代表人认证」
    而且 他完成了手机号认证
    当 调用方查询企业的认证信息
    那么 返回数据为
      | authorizeUserInfo                | true                     |
      | orgAuthMode                      | ORG_LEGALREP_WILLINGNESS |
      | orgInfo.legalRepIDCardNum        | {企业.法人证件号}        |
      | orgInfo.legalRepIDCardType       | CRED_PSN_CH_IDCARD       |
      | orgInfo.orgBankAccountNum        | null                     |
      | orgInfo.authorizationDownloadUrl | null                     |

  @ORG-QUERY-07 @page @sms
  场景: 授权只对申请的应用有效
    假如 还有另一个应用
    而且 一个已用手机号实名的人
    而且 法定代表人是他的一家企业
    而且 调用方为企业申请了授权链接，经办人是他，权限为"get_org_identity_info"
    而且 他在电脑上为企业走到了「法定代表人认证」
    而且 他完成了手机号认证
    当 另一个应用查询企业的认证信息
    那么 返回数据为
      | realnameStatus            | 1     |
      | authorizeUserInfo         | false |
      | orgInfo.legalRepIDCardNum | null  |
    当 另一个应用查询流程详情
    那么 错误码是1450007

  @ORG-QUERY-08
  场景: 未实名的企业查授权
    依据: codemsg-v3/agi7xuv4yrw1i8f3 1450909
    假如 一个未实名的人
    而且 法定代表人是他的一家企业
    而且 调用方为企业申请了实名链接，经办人是他
    当 调用方查询企业的授权信息
    那么 错误码是1450909

  @ORG-QUERY-09 @page @sms @bank @letter @clock
  场景: 已实名而从未授权的企业，授权为空
    依据: auth3/ytn2tt
    假如 一个已用手机号实名的人
    而且 法定代表人是他的一家企业
    而且 企业已由他完成实名认证
    当 调用方查询企业的授权信息
    那么 返回的授权范围是""

  @ORG-QUERY-10 @page @sms
  场景: 流程详情里的经办人和企业
    依据: auth3/hlrs7s
    假如 一个未实名的人
    而且 法定代表人是他的一家企业
    而且 调用方为企业申请了授权链接，经办人是他，权限为"get_org_identity_info,get_psn_identity_info"
    当 调用方查询流程详情
    那么 返回数据为
      | authType                       | ORG         |
      | realNameOrWillingness          | none        |
      | realNameStatus                 | 0           |
      | authorizedStatus               | 2           |
      | authorizedInfo                 | null        |
      | authInfo.organization.orgName  | {企业.名称} |
    当 他在电脑上为企业走到「法定代表人认证」
    而且 他完成手机号认证
    而且 调用方查询流程详情
    那么 返回数据为
      | realNameOrWillingness                            | realName           |
      | realNameOrWillingnessFlowId                      | 非空               |
      | realNameStatus                                   | 1                  |
      | authorizedStatus                                 | 1                  |
      | authInfo.willingnessAuthModes                    | CODE_SMS           |
      | authInfo.psnAuthMode                             | PSN_MOBILE3        |
      | authInfo.orgAuthMode                             | ORG_LEGALREP       |
      | authInfo.person.psnAccount.accountMobile         | {手机号}           |
      | authInfo.person.psnInfo.psnName                  | {姓名}             |
      | authInfo.organization.orgId                      | 非空               |
      | authInfo.organization.orgInfo.orgType            | null               |
      | authInfo.organization.orgInfo.orgIDCardNum       | {企业.代码}        |
      | authInfo.organization.orgInfo.legalRepName       | {企业.法定代表人}  |
      | authorizedInfo[0].authorizedScope                | 非空               |
    而且 返回的授权范围是"get_org_identity_info,get_psn_identity_info"
    而且 每项授权的期限是36135天

  @ORG-QUERY-11 @page @sms @mail
  场景: 管理员只有邮箱时，账号掩码的是邮箱
    依据: auth3/xxz4tc adminAccount（手机号优先于邮箱）；邮箱如何掩码 Unknown，取首字符和末四位
    假如 一个用邮箱作账号的人
    而且 法定代表人是他的一家企业
    而且 调用方为企业申请了实名链接，经办人是他
    而且 他在电脑上为企业走到了「法定代表人认证」
    而且 他完成了手机号认证
    当 调用方查询企业的认证信息
    那么 返回数据为
      | orgInfo.adminName    | 林**                |
      | orgInfo.adminAccount | z**************test |
