# language: zh-CN
@v3 @organization @page @sms @notice
功能: 企业的授权与审批
  依据: auth3/kcbdu7

  @ORG-GRANT-01
  场景: 法人本人完成企业实名后直接授权
    假如 一个已用手机号实名的人
    而且 法定代表人是他的一家企业
    而且 调用方为企业申请了授权链接，经办人是他，权限为"get_org_identity_info,org_initiate_sign"
    而且 他在电脑上为企业走到了「法定代表人认证」
    当 他完成手机号认证
    那么 认证结果是通过
    而且 接收方收到1个AUTH_PASS通知
    而且 接收方收到1个AUTHORIZE_FINISH通知
    而且 AUTHORIZE_FINISH通知的内容为
      | action            | AUTHORIZE_FINISH |
      | authFlowId        | {流程号}         |
      | psnId             | 非空             |
      | orgId             | 非空             |
      | legalRepCheck     | true             |
      | adminCheck        | true             |
      | transactorUseSeal | false            |
    当 调用方查询企业的授权信息
    那么 返回的授权范围是"get_org_identity_info,org_initiate_sign"
    而且 每项授权的期限是36135天

  @ORG-GRANT-02 @bank @letter
  场景: 第一个完成企业实名的经办人成为管理员，直接授权
    依据: auth3/kcbdu7（首个经办人成为企业管理员）
    假如 一个已用手机号实名的人
    而且 另有一个未实名的人
    而且 法定代表人是别人的一家企业
    而且 调用方为企业申请了授权链接，经办人是他，权限为"get_org_identity_info"
    而且 他在电脑上为企业走到了「反向打款」
    而且 他上传了盖章的授权书
    而且 审核人员通过了授权书
    而且 企业从对公账户向收款账号打款了0.01元
    当 他查询认证结果
    那么 认证结果是通过
    而且 AUTHORIZE_FINISH通知的内容为
      | legalRepCheck     | false |
      | adminCheck        | true  |
      | transactorUseSeal | false |

  @ORG-GRANT-03 @bank @letter @clock @admin
  场景: 第二个经办人的授权等待管理员审批，通过后完成
    依据: auth3/kcbdu7；auth3/hlrs7s authorizedStatus
    假如 一个已用手机号实名的人
    而且 另有一个已用手机号实名的人
    而且 法定代表人是他的一家企业
    而且 企业已由他完成实名认证
    而且 调用方为企业申请了授权链接，经办人是别人，权限为"get_org_identity_info"
    而且 别人在电脑上打开了链接
    当 别人完成应用授权
    那么 页面是「等待管理员审批」
    当 调用方查询流程详情
    那么 返回数据为
      | authorizedStatus | 2    |
      | authorizedInfo   | null |
    而且 接收方收到0个AUTHORIZE_FINISH通知
    当 企业管理员通过授权
    而且 别人查询认证结果
    那么 认证结果是通过
    当 调用方查询流程详情
    那么 返回数据为
      | authorizedStatus     | 1           |
      | realNameOrWillingness | willingness |
      | authInfo.orgAuthMode | null        |
    而且 接收方收到0个AUTH_PASS通知
    而且 AUTHORIZE_FINISH通知的内容为
      | legalRepCheck     | false |
      | adminCheck        | false |
      | transactorUseSeal | false |

  @ORG-GRANT-04 @bank @letter @clock @admin
  场景: 管理员拒绝，状态是审批未通过
    依据: auth3/hlrs7s authorizedStatus
    假如 一个已用手机号实名的人
    而且 另有一个已用手机号实名的人
    而且 法定代表人是他的一家企业
    而且 企业已由他完成实名认证
    而且 调用方为企业申请了授权链接，经办人是别人，权限为"get_org_identity_info"
    而且 别人在电脑上打开了链接
    而且 别人完成了应用授权
    当 企业管理员拒绝授权
    而且 别人查询认证结果
    那么 页面是「审批未通过」
    当 调用方查询流程详情
    那么 返回数据为
      | authorizedStatus | 3    |
      | realNameStatus   | 1    |
      | authorizedInfo   | null |
    而且 接收方没有收到通知
    当 调用方查询企业的授权信息
    那么 返回的授权范围是""

  @ORG-GRANT-05 @bank @letter @clock @admin
  场景: 申请用印权的经办人不是管理员也不是法人，审批通过后得到
    依据: auth3/kcbdu7 transactorUseSeal；notify3/demod3
    假如 一个已用手机号实名的人
    而且 另有一个已用手机号实名的人
    而且 法定代表人是他的一家企业
    而且 企业已由他完成实名认证
    而且 调用方为企业申请了授权链接，经办人是别人，权限为"manage_org_seal"
      | transactorUseSeal | true |
    而且 别人在电脑上打开了链接
    而且 别人完成了应用授权
    当 企业管理员通过授权
    那么 AUTHORIZE_FINISH通知的内容为
      | legalRepCheck     | false |
      | adminCheck        | false |
      | transactorUseSeal | true  |

  @ORG-GRANT-06
  场景: 法人本人申请用印权时不另给
    依据: notify3/demod3（只有既不是管理员也不是法人时）
    假如 一个已用手机号实名的人
    而且 法定代表人是他的一家企业
    而且 调用方为企业申请了授权链接，经办人是他，权限为"manage_org_seal"
      | transactorUseSeal | true |
    而且 他在电脑上为企业走到了「法定代表人认证」
    当 他完成手机号认证
    那么 AUTHORIZE_FINISH通知的内容为
      | legalRepCheck     | true  |
      | transactorUseSeal | false |

  @ORG-GRANT-07 @bank @letter @clock
  场景: 法人不是管理员，授权同样不必审批
    依据: auth3/kcbdu7（管理员或法人直接通过）
    假如 一个已用手机号实名的人
    而且 另有一个已用手机号实名的人
    而且 法定代表人是别人的一家企业
    而且 企业已由他完成实名认证
    而且 调用方为企业申请了授权链接，经办人是别人，权限为"get_org_identity_info"
    而且 别人在电脑上打开了链接
    当 别人完成应用授权
    那么 认证结果是通过
    而且 AUTHORIZE_FINISH通知的内容为
      | legalRepCheck | true  |
      | adminCheck    | false |

  @ORG-GRANT-08 @bank @letter @clock
  场景: 审批等到流程过期，状态是0
    依据: auth3/hlrs7s authorizedStatus
    假如 一个已用手机号实名的人
    而且 另有一个已用手机号实名的人
    而且 法定代表人是他的一家企业
    而且 企业已由他完成实名认证
    而且 调用方为企业申请了授权链接，经办人是别人，权限为"get_org_identity_info"
    而且 别人在电脑上打开了链接
    而且 别人完成了应用授权
    当 时间过去30天
    而且 调用方查询流程详情
    那么 返回数据为
      | authorizedStatus | 0 |

  @ORG-GRANT-09 @admin
  场景: 企业取消授权，Webhook收到通知，调用方不能再读
    依据: notify3/cgw9f3sa5dgoqynf
    假如 应用设置了Webhook地址
    而且 一个已用手机号实名的人
    而且 法定代表人是他的一家企业
    而且 调用方为企业申请了授权链接，经办人是他，权限为"get_org_identity_info,org_initiate_sign"
    而且 他在电脑上为企业走到了「法定代表人认证」
    而且 他完成了手机号认证
    而且 调用方知道企业的企业账号ID
    当 企业取消对调用方的授权
    那么 Webhook收到1个AUTHORIZE_CHANGE通知
    而且 接收方收到0个AUTHORIZE_CHANGE通知
    而且 AUTHORIZE_CHANGE通知的内容为
      | orgId                 | {企业账号ID}                            |
      | psnId                 | 缺                                      |
      | cancelAuthorizedScope | get_org_identity_info,org_initiate_sign |
      | operatorPsnId         | 非空                                    |
    当 调用方查询企业的授权信息
    那么 返回的授权范围是""
    当 调用方查询企业的认证信息
    那么 返回数据为
      | realnameStatus    | 1     |
      | authorizeUserInfo | false |

  @ORG-GRANT-10
  场景: 个人权限归经办人，企业权限归企业
    依据: auth3/kcbdu7 authorizedScopes；本项目的选择：各归其主
    假如 一个已用手机号实名的人
    而且 法定代表人是他的一家企业
    而且 调用方为企业申请了授权链接，经办人是他，权限为"get_org_identity_info,get_psn_identity_info"
    而且 他在电脑上为企业走到了「法定代表人认证」
    而且 他完成了手机号认证
    当 调用方查询企业的授权信息
    那么 返回的授权范围是"get_org_identity_info"
    当 调用方查询他的授权信息
    那么 返回的授权范围是"get_psn_identity_info"

  @ORG-GRANT-11 @admin
  场景: 个人取消授权，Webhook收到通知
    依据: notify3/cgw9f3sa5dgoqynf
    假如 应用设置了Webhook地址
    而且 一个已用手机号实名的人
    而且 法定代表人是他的一家企业
    而且 调用方为企业申请了授权链接，经办人是他，权限为"get_org_identity_info,get_psn_identity_info"
    而且 他在电脑上为企业走到了「法定代表人认证」
    而且 他完成了手机号认证
    当 他取消对调用方的授权
    那么 AUTHORIZE_CHANGE通知的内容为
      | psnId                 | 非空                  |
      | orgId                 | 缺                    |
      | cancelAuthorizedScope | get_psn_identity_info |
    当 调用方查询企业的授权信息
    那么 返回的授权范围是"get_org_identity_info"

  @ORG-GRANT-12
  场景: 企业实名通过的通知
    依据: notify3/tme3qi
    假如 一个未实名的人
    而且 法定代表人是他的一家企业
    而且 调用方为企业申请了实名链接，经办人是他
    而且 他在电脑上为企业走到了「法定代表人认证」
    当 他完成手机号认证
    那么 接收方收到1个AUTH_PASS通知
    而且 接收方收到0个AUTHORIZE_FINISH通知
    而且 AUTH_PASS通知的内容为
      | action                                            | AUTH_PASS   |
      | authFlowId                                        | {流程号}    |
      | authType                                          | ORG         |
      | bizType                                           | REAL_NAME   |
      | psnInfo                                           | 缺          |
      | organization.orgId                                | 非空        |
      | organization.orgName                              | {企业.名称} |
      | organization.transactor.psnId                     | 非空        |
      | organization.transactor.psnAccount.accountMobile  | {手机号}    |
      | organization.transactor.psnAccount.accountEmail   | 缺          |

  @ORG-GRANT-13 @bank @letter @clock
  场景: 管理员申请用印权时不另给，他不是法人也一样
    依据: notify3/demod3（只有既不是管理员也不是法人时）
    假如 一个已用手机号实名的人
    而且 另有一个未实名的人
    而且 法定代表人是别人的一家企业
    而且 企业已由他完成实名认证
    而且 调用方为企业申请了授权链接，经办人是他，权限为"manage_org_seal"
      | transactorUseSeal | true |
    而且 他在电脑上打开了链接
    当 他完成应用授权
    那么 认证结果是通过
    而且 AUTHORIZE_FINISH通知的内容为
      | legalRepCheck     | false |
      | adminCheck        | true  |
      | transactorUseSeal | false |

  @ORG-GRANT-14 @bank @letter @clock
  场景: 法人申请用印权时不另给，他不是管理员也一样
    依据: notify3/demod3（只有既不是管理员也不是法人时）
    假如 一个已用手机号实名的人
    而且 另有一个已用手机号实名的人
    而且 法定代表人是别人的一家企业
    而且 企业已由他完成实名认证
    而且 调用方为企业申请了授权链接，经办人是别人，权限为"manage_org_seal"
      | transactorUseSeal | true |
    而且 别人在电脑上打开了链接
    当 别人完成应用授权
    那么 认证结果是通过
    而且 AUTHORIZE_FINISH通知的内容为
      | legalRepCheck     | true  |
      | adminCheck        | false |
      | transactorUseSeal | false |

  @ORG-GRANT-15 @admin
  场景: 应用没有Webhook地址，企业取消授权就没有通知
    依据: notify3/cgw9f3sa5dgoqynf（只发给Webhook）
    假如 一个已用手机号实名的人
    而且 法定代表人是他的一家企业
    而且 调用方为企业申请了授权链接，经办人是他，权限为"get_org_identity_info"
    而且 他在电脑上为企业走到了「法定代表人认证」
    而且 他完成了手机号认证
    而且 调用方知道企业的企业账号ID
    当 企业取消对调用方的授权
    那么 接收方收到0个AUTHORIZE_CHANGE通知
    而且 接收方收到1个AUTHORIZE_FINISH通知
    当 调用方查询企业的授权信息
    那么 返回的授权范围是""

  @ORG-GRANT-16
  场景: 应用设置了Webhook地址，企业的通知两处都发
    依据: notify3/sblzg8
    假如 应用设置了Webhook地址
    而且 一个未实名的人
    而且 法定代表人是他的一家企业
    而且 调用方为企业申请了授权链接，经办人是他，权限为"get_org_identity_info"
    而且 他在电脑上为企业走到了「法定代表人认证」
    当 他完成手机号认证
    那么 接收方收到1个AUTH_PASS通知
    而且 接收方收到1个AUTHORIZE_FINISH通知
    而且 Webhook收到1个AUTH_PASS通知
    而且 Webhook收到1个AUTHORIZE_FINISH通知

  @ORG-GRANT-17 @mail
  场景: 经办人用邮箱作账号，通知里只有邮箱
    依据: notify3/tme3qi transactor
    假如 一个用邮箱作账号的人
    而且 法定代表人是他的一家企业
    而且 调用方为企业申请了实名链接，经办人是他
    而且 他在电脑上为企业走到了「法定代表人认证」
    当 他完成手机号认证
    那么 AUTH_PASS通知的内容为
      | organization.transactor.psnAccount.accountEmail  | {邮箱} |
      | organization.transactor.psnAccount.accountMobile | 缺     |

  @ORG-GRANT-18 @bank @letter @clock @admin
  场景: 管理员三十天没有审批，流程过期，经办人表过的意愿还在
    依据: auth3/hlrs7s authorizedStatus；realNameOrWillingness Unknown，取过期之前的
    假如 一个已用手机号实名的人
    而且 另有一个已用手机号实名的人
    而且 法定代表人是他的一家企业
    而且 企业已由他完成实名认证
    而且 调用方为企业申请了授权链接，经办人是别人，权限为"get_org_identity_info"
    而且 别人在电脑上打开了链接
    而且 别人完成了应用授权
    当 时间过去30天
    而且 调用方查询流程详情
    那么 返回数据为
      | authorizedStatus              | 0           |
      | realNameStatus                | 1           |
      | realNameOrWillingness         | willingness |
      | authInfo.willingnessAuthModes | CODE_SMS    |
      | authorizedInfo                | null        |
